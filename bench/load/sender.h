#ifndef CONCLAVE_BENCH_LOAD_SENDER_H_
#define CONCLAVE_BENCH_LOAD_SENDER_H_

#include <array>
#include <cstdint>
#include <deque>
#include <string_view>
#include <vector>

#include "bench/histogram.h"
#include "bench/load/participant.h"
#include "bench/planned_id.h"
#include "server/core/ids.h"

namespace conclave::bench {

// What became of what was sent.
struct Acks {
  std::uint64_t count = 0;
  // Nanoseconds from the planned time of each message to its ack.
  Histogram latency;
  // When the last one came.
  Nanos last = 0;
};

// Says things in a room it does not read, with at most so many commands unanswered as the server allows. Thread-safe
// but for what Participant says.
class Sender final : public Participant {
 public:
  // `in_flight`: at most so many, if the server allows that; 0: what it allows.
  Sender(const client::Identity& identity, RoomId room, std::uint64_t in_flight = 0)
      : Participant(identity), room_(room), in_flight_(in_flight) {}

  // Sends a message that was planned for that time, as soon as it may. Times ascend.
  void SendAt(Nanos planned);
  // Keeps sending, one message for each ack, until that time.
  void SendUntil(Nanos end);

  // Messages sent or waiting that have no ack.
  [[nodiscard]] std::uint64_t unanswered() const;
  [[nodiscard]] Acks acks() const;

 private:
  // More commands without an answer than any server is told to allow.
  static constexpr std::size_t kMostInFlight = 8192;

  void OnResponse(std::string_view bytes) override;
  void OnEvent(const v1::Event& event) override;
  void OnAckLocked(std::uint64_t request, Nanos now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Sends what may be sent, unless another thread is at it: so they leave in order.
  void Pump();
  void SendMessage(std::uint64_t request, Nanos planned);

  const RoomId room_;

  mutable Mutex mu_;
  std::uint64_t in_flight_ ABSL_GUARDED_BY(mu_);
  std::deque<Nanos> waiting_ ABSL_GUARDED_BY(mu_);
  // Planned times of unanswered requests, by request modulo size.
  std::array<Nanos, kMostInFlight> planned_ ABSL_GUARDED_BY(mu_){};
  std::uint64_t last_request_ ABSL_GUARDED_BY(mu_) = kHelloRequest;
  std::uint64_t unanswered_ ABSL_GUARDED_BY(mu_) = 0;
  bool pumping_ ABSL_GUARDED_BY(mu_) = false;
  Nanos until_ ABSL_GUARDED_BY(mu_) = 0;
  Acks acks_ ABSL_GUARDED_BY(mu_);
};

}  // namespace conclave::bench

#endif  // CONCLAVE_BENCH_LOAD_SENDER_H_
