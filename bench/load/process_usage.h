#ifndef CONCLAVE_BENCH_LOAD_PROCESS_USAGE_H_
#define CONCLAVE_BENCH_LOAD_PROCESS_USAGE_H_

#include <sys/types.h>

namespace conclave::bench {

// Seconds of processor time that a process has used so far in all its threads, from /proc/PID/stat; its unit there is
// 10 ms. 0 when there is no such process.
double CpuSeconds(pid_t process);

}  // namespace conclave::bench

#endif  // CONCLAVE_BENCH_LOAD_PROCESS_USAGE_H_
