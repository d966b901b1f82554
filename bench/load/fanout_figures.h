#ifndef CONCLAVE_BENCH_LOAD_FANOUT_FIGURES_H_
#define CONCLAVE_BENCH_LOAD_FANOUT_FIGURES_H_

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "bench/load/delivery_count.h"
#include "bench/load/figures.h"
#include "bench/load/options.h"
#include "bench/planned_id.h"

namespace conclave::bench {

// What all of `readers` (pointers) have received.
template <typename Readers>
Deliveries SumOf(const Readers& readers) {
  Deliveries sum;
  for (const auto& reader : readers) {
    const Deliveries deliveries = reader->deliveries();
    sum.latency.Add(deliveries.latency);
    sum.last = std::max(sum.last, deliveries.last);
    sum.count += deliveries.count;
    sum.behind += deliveries.behind;
  }
  return sum;
}

template <typename Readers>
std::uint64_t CountOf(const Readers& readers) {
  std::uint64_t count = 0;
  for (const auto& reader : readers) count += reader->count();
  return count;
}

// The figures of a fan-out that began at `begin` and is over, at whichever server.
nlohmann::json FanoutFigures(const FanoutOptions& options, const Deliveries& received, Nanos begin,
                             const CpuMeter& cpu);

}  // namespace conclave::bench

#endif  // CONCLAVE_BENCH_LOAD_FANOUT_FIGURES_H_
