#ifndef CONCLAVE_BENCH_LOAD_DELIVERY_COUNT_H_
#define CONCLAVE_BENCH_LOAD_DELIVERY_COUNT_H_

#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "bench/histogram.h"
#include "bench/load/event_scanner.h"
#include "bench/planned_id.h"
#include "server/core/ids.h"

namespace conclave::bench {

// What a reader has received.
struct Deliveries {
  std::uint64_t count = 0;
  // Nanoseconds from the planned time of each message to its arrival here.
  Histogram latency;
  // When the last one arrived.
  Nanos last = 0;
  // How often the server said that it was behind.
  std::uint64_t behind = 0;
};

// Counts a room's messages, which come with the numbers from `next` on. Guarded by its owner.
class DeliveryCount {
 public:
  // The number expected next; 0 before that is known.
  [[nodiscard]] Seq next() const { return next_; }
  void set_next(Seq next) { next_ = next; }
  void AddBehind() { ++deliveries_.behind; }
  [[nodiscard]] const Deliveries& deliveries() const { return deliveries_; }

  // What is wrong with the message; empty when it is the next one.
  std::string Add(const ScannedRoomEvent& event, Nanos now) {
    std::string problem;
    if (event.seq != next_) problem = absl::StrCat("received number ", event.seq, " in place of ", next_);
    next_ = event.seq + 1;
    ++deliveries_.count;
    deliveries_.latency.Record(static_cast<std::uint64_t>(std::max<Nanos>(0, now - PlannedTime(event.command_id))));
    deliveries_.last = now;
    return problem;
  }

 private:
  Seq next_ = 0;
  Deliveries deliveries_;
};

}  // namespace conclave::bench

#endif  // CONCLAVE_BENCH_LOAD_DELIVERY_COUNT_H_
