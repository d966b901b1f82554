#ifndef CONCLAVE_CLIENT_QT_APP_DEMO_DEMO_CLOCK_H_
#define CONCLAVE_CLIENT_QT_APP_DEMO_DEMO_CLOCK_H_

#include "server/core/clock.h"

namespace conclave::desktop {

// Stands still, so that every picture of a scene is the same: at 10:02 UTC on Tuesday, 24 November 2026. Immutable.
class DemoClock : public Clock {
 public:
  static constexpr TimeUs kNow = TimeUs{1'795'514'520} * 1'000'000;

  [[nodiscard]] TimeUs NowUs() const override { return kNow; }
  [[nodiscard]] absl::Duration Monotonic() const override { return absl::ZeroDuration(); }
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_APP_DEMO_DEMO_CLOCK_H_
