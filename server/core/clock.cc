#include "server/core/clock.h"

#include <chrono>

#include "absl/time/clock.h"

namespace conclave {
namespace {

class MachineClock final : public Clock {
 public:
  [[nodiscard]] TimeUs NowUs() const override { return absl::GetCurrentTimeNanos() / 1000; }
  [[nodiscard]] absl::Duration Monotonic() const override {
    return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
  }
};

}  // namespace

const Clock& SystemClock() {
  static const MachineClock clock;
  return clock;
}

}  // namespace conclave
