#ifndef CONCLAVE_BENCH_LOAD_FIGURES_H_
#define CONCLAVE_BENCH_LOAD_FIGURES_H_

#include <sys/types.h>

#include <nlohmann/json.hpp>

#include "bench/histogram.h"

namespace conclave::bench {

// Quantiles of a histogram of nanoseconds, in microseconds.
nlohmann::json Quantiles(const Histogram& nanoseconds);

// Processor time of the server and of this process from its making on. A value of its user.
class CpuMeter {
 public:
  explicit CpuMeter(pid_t server);

  [[nodiscard]] double server_seconds() const;
  [[nodiscard]] double own_seconds() const;

 private:
  const pid_t server_;
  const double server_before_;
  const double own_before_;
};

}  // namespace conclave::bench

#endif  // CONCLAVE_BENCH_LOAD_FIGURES_H_
