#ifndef CONCLAVE_BENCH_CLIENT_REPORT_H_
#define CONCLAVE_BENCH_CLIENT_REPORT_H_

#include <initializer_list>
#include <utility>

namespace conclave::desktop {

// Prints the figures of one run as one line of JSON on standard output.
void Report(std::initializer_list<std::pair<const char*, double>> figures);

}  // namespace conclave::desktop

#endif  // CONCLAVE_BENCH_CLIENT_REPORT_H_
