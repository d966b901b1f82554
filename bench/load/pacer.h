#ifndef CONCLAVE_BENCH_LOAD_PACER_H_
#define CONCLAVE_BENCH_LOAD_PACER_H_

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <thread>

#include "bench/planned_id.h"

namespace conclave::bench {

// Calls `send(index, planned)` for each of `count` messages whose times are planned evenly from `begin` on, at `rate`
// per second: an open loop, which does not wait for what came before. It wakes twice in a millisecond at most; a call
// that comes late for that, or for any other reason, still carries the planned time.
template <typename Send>
void Pace(Nanos begin, double rate, std::uint64_t count, Send send) {
  constexpr Nanos kTick = 500'000;
  const double interval = 1e9 / rate;
  const auto planned = [&](std::uint64_t index) {
    return begin + static_cast<Nanos>(interval * static_cast<double>(index));
  };
  std::uint64_t next = 0;
  while (next < count) {
    const Nanos now = NowNanos();
    for (; next < count && planned(next) <= now; ++next) send(next, planned(next));
    if (next == count) return;
    const Nanos wake = std::max(planned(next), now + kTick);
    std::this_thread::sleep_for(std::chrono::nanoseconds(wake - NowNanos()));
  }
}

}  // namespace conclave::bench

#endif  // CONCLAVE_BENCH_LOAD_PACER_H_
