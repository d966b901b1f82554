#include "bench/load/figures.h"

#include <unistd.h>

#include "bench/load/process_usage.h"

namespace conclave::bench {

nlohmann::json Quantiles(const Histogram& nanoseconds) {
  const auto micros = [](std::uint64_t nanos) { return static_cast<double>(nanos) / 1000; };
  return {{"count", nanoseconds.count()},
          {"p50_us", micros(nanoseconds.Quantile(0.5))},
          {"p90_us", micros(nanoseconds.Quantile(0.9))},
          {"p99_us", micros(nanoseconds.Quantile(0.99))},
          {"p999_us", micros(nanoseconds.Quantile(0.999))},
          {"max_us", micros(nanoseconds.max())}};
}

CpuMeter::CpuMeter(pid_t server)
    : server_(server), server_before_(CpuSeconds(server)), own_before_(CpuSeconds(getpid())) {}

double CpuMeter::server_seconds() const { return CpuSeconds(server_) - server_before_; }

double CpuMeter::own_seconds() const { return CpuSeconds(getpid()) - own_before_; }

}  // namespace conclave::bench
