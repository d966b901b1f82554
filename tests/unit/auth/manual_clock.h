#ifndef CONCLAVE_TESTS_UNIT_AUTH_MANUAL_CLOCK_H_
#define CONCLAVE_TESTS_UNIT_AUTH_MANUAL_CLOCK_H_

#include "absl/time/time.h"
#include "server/core/clock.h"

namespace conclave {

// A clock that stands until it is moved. Confined to the test's thread.
class ManualClock final : public Clock {
 public:
  [[nodiscard]] TimeUs NowUs() const override { return absl::ToUnixMicros(now_); }
  [[nodiscard]] absl::Duration Monotonic() const override { return now_ - absl::UnixEpoch(); }
  [[nodiscard]] absl::Time now() const { return now_; }
  void Advance(absl::Duration by) { now_ += by; }

 private:
  absl::Time now_ = absl::FromCivil(absl::CivilSecond(2026, 11, 24, 8, 30, 0), absl::UTCTimeZone());
};

}  // namespace conclave

#endif  // CONCLAVE_TESTS_UNIT_AUTH_MANUAL_CLOCK_H_
