#ifndef CONCLAVE_SERVER_CORE_CLOCK_H_
#define CONCLAVE_SERVER_CORE_CLOCK_H_

#include "absl/time/time.h"
#include "server/core/ids.h"

namespace conclave {

// Where time comes from, so that tests can decide it. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;

  // Wall time; may jump in either direction.
  [[nodiscard]] virtual TimeUs NowUs() const = 0;
  // Time since some fixed moment; never goes back. For intervals and deadlines.
  [[nodiscard]] virtual absl::Duration Monotonic() const = 0;
};

// The machine's clock; lives for ever.
const Clock& SystemClock();

}  // namespace conclave

#endif  // CONCLAVE_SERVER_CORE_CLOCK_H_
