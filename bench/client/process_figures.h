#ifndef CONCLAVE_BENCH_CLIENT_PROCESS_FIGURES_H_
#define CONCLAVE_BENCH_CLIENT_PROCESS_FIGURES_H_

namespace conclave::desktop {

// Of this process, as the kernel counts them.

// Resident memory in MB (10^6 bytes), after the allocator has given back what is free.
double ResidentMb();
// Of it, what belongs to no file: without the code of the libraries, which other programs share.
double AnonymousMb();
// Processor time of all threads so far.
double ProcessCpuMs();

}  // namespace conclave::desktop

#endif  // CONCLAVE_BENCH_CLIENT_PROCESS_FIGURES_H_
