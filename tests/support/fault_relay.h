#ifndef CONCLAVE_TESTS_SUPPORT_FAULT_RELAY_H_
#define CONCLAVE_TESTS_SUPPORT_FAULT_RELAY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>

#include "absl/time/time.h"
#include "tests/support/fault_plan.h"

namespace conclave::testing {

// What has gone wrong so far.
struct FaultCounts {
  std::size_t connections = 0;
  std::size_t resets = 0;
  std::size_t silences = 0;
  std::size_t corruptions = 0;
  std::uint64_t bytes = 0;
};

// One connection through the proxy: two sockets, and in each direction a queue of what is under way. What it holds is
// bounded; a queue that is full holds its sender. Confined to the proxy's thread and owned by the proxy.
class FaultRelay {
 public:
  static constexpr std::size_t kSides = 2;

  // Takes both sockets, which do not block: side 0 is the client's, side 1 the server's.
  FaultRelay(std::array<int, kSides> sockets, const Faults& faults, std::uint64_t seed, std::uint64_t number,
             FaultCounts& counts);
  ~FaultRelay();
  FaultRelay(const FaultRelay&) = delete;
  FaultRelay& operator=(const FaultRelay&) = delete;

  // Does all that can be done now.
  void Advance(absl::Time now);
  // The system says that the socket is broken.
  void Break(std::size_t side);
  // Nothing goes wrong from now on; what is silent is reset.
  void Heal();

  // Nothing is left to do.
  [[nodiscard]] bool over() const { return sockets_[0] < 0 && sockets_[1] < 0; }
  // When to advance though no socket asks for it.
  [[nodiscard]] absl::Time wake() const;
  [[nodiscard]] int socket(std::size_t side) const { return sockets_[side]; }
  // What to wait for at a socket, as epoll says it.
  [[nodiscard]] std::uint32_t Interest(std::size_t side) const;

 private:
  struct Chunk {
    std::string bytes;
    absl::Time due;
  };
  // From one side to the other.
  struct Direction {
    FaultPlan plan;
    std::size_t from;
    std::size_t to;
    std::deque<Chunk> queue;
    std::size_t queued = 0;
    std::uint64_t passed = 0;
    // Until then the line is busy.
    absl::Time busy = absl::InfinitePast();
    // The sender has closed; that was passed on.
    bool ended = false;
    bool passed_end = false;
    // The receiver takes nothing at present.
    bool blocked = false;
  };

  static constexpr std::size_t kWindow = 64 * 1024;

  void Read(Direction& direction, absl::Time now);
  void Take(Direction& direction, std::string bytes, absl::Time now);
  void Write(Direction& direction, absl::Time now);
  void Swallow(Direction& direction);
  void Close(std::size_t side);
  void Reset();

  std::array<int, kSides> sockets_;
  std::array<Direction, kSides> directions_;
  bool silent_ = false;
  FaultCounts& counts_;
};

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_SUPPORT_FAULT_RELAY_H_
