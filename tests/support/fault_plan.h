#ifndef CONCLAVE_TESTS_SUPPORT_FAULT_PLAN_H_
#define CONCLAVE_TESTS_SUPPORT_FAULT_PLAN_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>

#include "absl/time/time.h"

namespace conclave::testing {

// What a network does to its connections. Zero of anything: not that.
struct Faults {
  // All that passes comes later by `delay`, and by up to `jitter` more.
  absl::Duration delay = absl::ZeroDuration();
  absl::Duration jitter = absl::ZeroDuration();
  // Of each direction of each connection.
  std::size_t bytes_per_second = 0;
  // At most so many bytes are read or written at a time; each time as many as chance says.
  std::size_t chunk_bytes = 0;
  // After how many bytes of one direction, on average, a connection is reset, falls silent in both directions without
  // being closed, or has one bit changed. The first that comes is the only one.
  std::size_t bytes_to_reset = 0;
  std::size_t bytes_to_silence = 0;
  std::size_t bytes_to_corruption = 0;
};

// The one thing that goes wrong with a direction for good.
struct Ending {
  enum class Kind { kNone, kReset, kSilence, kCorruption };
  Kind kind = Kind::kNone;
  // It hits the byte with this number, from 0.
  std::uint64_t at = std::numeric_limits<std::uint64_t>::max();

  bool operator==(const Ending&) const = default;
};

// What happens to one direction of one connection: the same for the same faults, seed, connection and direction.
// Confined to its user's thread and owned by it.
class FaultPlan {
 public:
  // Connections and directions are counted from 0.
  FaultPlan(const Faults& faults, std::uint64_t seed, std::uint64_t connection, std::uint64_t direction);

  // How much to read or write next, at most.
  std::size_t NextSize();
  // How long what was read next is under way.
  absl::Duration NextDelay();
  [[nodiscard]] const Ending& ending() const { return ending_; }
  // How long the line is busy with so many bytes.
  [[nodiscard]] absl::Duration TimeOf(std::size_t bytes) const;

  // Nothing goes wrong from now on.
  void Heal();

 private:
  void Consider(Ending::Kind kind, std::size_t mean_bytes);

  Faults faults_;
  std::mt19937_64 chance_;
  Ending ending_;
};

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_SUPPORT_FAULT_PLAN_H_
