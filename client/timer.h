#ifndef CONCLAVE_CLIENT_TIMER_H_
#define CONCLAVE_CLIENT_TIMER_H_

#include <grpcpp/alarm.h>

#include <functional>
#include <memory>

#include "absl/time/time.h"

namespace conclave::client {

// Calls something back once, on a thread of gRPC. Confined to its owner; setting or destroying it never waits.
class Timer {
 public:
  // In the place of what was set before, which may already be about to run.
  void Set(absl::Duration delay, std::function<void()> action);
  void Cancel() { alarm_.reset(); }

 private:
  std::unique_ptr<grpc::Alarm> alarm_;
};

}  // namespace conclave::client

#endif  // CONCLAVE_CLIENT_TIMER_H_
