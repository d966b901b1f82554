#ifndef CONCLAVE_SERVER_CORE_TALLY_H_
#define CONCLAVE_SERVER_CORE_TALLY_H_

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string_view>

#include "conclave/v1/error.pb.h"
#include "server/core/limits.h"

namespace conclave {

// The place of a limit in kLimitNames. A name that is none of them does not compile.
consteval std::size_t LimitIndex(std::string_view name) {
  const auto* const found = std::find(kLimitNames.begin(), kLimitNames.end(), name);
  if (found == kLimitNames.end()) throw std::invalid_argument("no such limit");
  return static_cast<std::size_t>(found - kLimitNames.begin());
}

// How often things happened since the process began. There is one for the process, as there is one log, so that whoever
// refuses something need not be handed it. Counting is one relaxed addition; numbers read together may be of slightly
// different moments. Thread-safe.
class Tally {
 public:
  // A limit was reached and what it bounds was refused, held back or let go.
  void CountLimit(std::size_t index) { Add(limits_.at(index), 1); }
  // Something was refused; `limit` names the limit that did it, if one did.
  void CountRefusal(v1::Reason reason, std::string_view limit);
  // One write to a stream, with so many events of rooms.
  void CountWrite(std::uint64_t events) {
    Add(writes_, 1);
    Add(deliveries_, events);
  }

  // 0 for what is no limit.
  [[nodiscard]] std::uint64_t LimitReached(std::string_view limit) const;
  [[nodiscard]] std::uint64_t Refusals(v1::Reason reason) const {
    return Read(reasons_.at(static_cast<std::size_t>(reason)));
  }
  [[nodiscard]] std::uint64_t writes() const { return Read(writes_); }
  [[nodiscard]] std::uint64_t deliveries() const { return Read(deliveries_); }

 private:
  using Count = std::atomic<std::uint64_t>;

  static void Add(Count& count, std::uint64_t number) { count.fetch_add(number, std::memory_order_relaxed); }
  static std::uint64_t Read(const Count& count) { return count.load(std::memory_order_relaxed); }

  std::array<Count, kLimitNames.size()> limits_{};
  std::array<Count, v1::Reason_ARRAYSIZE> reasons_{};
  // Written by all threads that send: not on the line of the others.
  alignas(64) Count writes_ = 0;
  Count deliveries_ = 0;
};

// That of the process; lives for ever.
Tally& ProcessTally();

}  // namespace conclave

#endif  // CONCLAVE_SERVER_CORE_TALLY_H_
