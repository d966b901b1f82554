#include "client/timer.h"

#include <grpc/support/time.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "server/core/mutex.h"

namespace conclave::client {
namespace {

gpr_timespec After(absl::Duration delay) {
  const std::int64_t micros = std::max<std::int64_t>(0, absl::ToInt64Microseconds(delay));
  return gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_micros(micros, GPR_TIMESPAN));
}

// What is set comes before what runs. gRPC sees to that too, but where a race detector does not look.
void HandOver() {
  static Mutex mu;
  MutexLock lock(mu);
}

}  // namespace

void Timer::Set(absl::Duration delay, std::function<void()> action) {
  std::function<void(bool)> expire = [action = std::move(action)](bool expired) {
    HandOver();
    if (expired) action();
  };
  HandOver();
  alarm_ = std::make_unique<grpc::Alarm>();
  alarm_->Set(After(delay), std::move(expire));
}

}  // namespace conclave::client
