#ifndef CONCLAVE_BENCH_LOAD_READER_H_
#define CONCLAVE_BENCH_LOAD_READER_H_

#include <cstdint>
#include <string_view>

#include "bench/histogram.h"
#include "bench/load/participant.h"
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

// Attaches the room at its head and counts what is delivered from then on; a number that is not the next one is a
// problem. Thread-safe but for what Participant says.
class Reader final : public Participant {
 public:
  Reader(const client::Identity& identity, RoomId room) : Participant(identity), room_(room) {}

  [[nodiscard]] std::uint64_t count() const;
  [[nodiscard]] Deliveries deliveries() const;

 private:
  void OnResponse(std::string_view bytes) override;
  void OnEvent(const v1::Event& event) override;
  void Attach(std::uint64_t after);

  const RoomId room_;

  mutable Mutex mu_;
  // The number expected next; 0 before the room is caught up.
  Seq next_ ABSL_GUARDED_BY(mu_) = 0;
  Deliveries deliveries_ ABSL_GUARDED_BY(mu_);
};

}  // namespace conclave::bench

#endif  // CONCLAVE_BENCH_LOAD_READER_H_
