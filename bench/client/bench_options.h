#ifndef CONCLAVE_BENCH_CLIENT_BENCH_OPTIONS_H_
#define CONCLAVE_BENCH_CLIENT_BENCH_OPTIONS_H_

#include <optional>
#include <string>

namespace conclave::desktop {

// What one run measures, and with what. A value.
struct BenchOptions {
  std::string scenario;
  std::string identity;
  std::string server;
  std::string profile;
  // When the process was started, on MonotonicMs().
  double began_ms = 0;
  int seconds = 5;
  // Messages a second.
  int rate = 1000;
  int messages = 100'000;
  int rooms = 1;
};

// Nothing: said on standard error what is wrong, and the program ends with `status`.
std::optional<BenchOptions> ParseBenchOptions(int argc, char** argv, int& status);

}  // namespace conclave::desktop

#endif  // CONCLAVE_BENCH_CLIENT_BENCH_OPTIONS_H_
