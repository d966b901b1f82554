#ifndef CONCLAVE_SERVER_SESSION_RATE_LIMITS_H_
#define CONCLAVE_SERVER_SESSION_RATE_LIMITS_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/core/clock.h"
#include "server/core/ids.h"
#include "server/core/limits.h"
#include "server/core/mutex.h"
#include "server/session/token_buckets.h"

namespace conclave::session {

// How much a device may do, and how much may be said in a room, in a second: decided before anything else is spent on
// it. What is refused costs nothing of either. Thread-safe; owned by the server.
class RateLimits {
 public:
  RateLimits(const Limits& limits, const Clock& clock);

  // One command or call of the device. RATE_LIMITED, with the time after which it succeeds.
  absl::Status TakeCommand(DeviceId device);
  // The same of a message into the room.
  absl::Status TakeMessage(DeviceId device, RoomId room);

  // Forgets who has been quiet; now and then, so that they cost no memory.
  void Sweep();
  // Devices and rooms remembered.
  [[nodiscard]] std::size_t size() const;

 private:
  // One command, and a message into the room if there is one: both or neither.
  absl::Status Take(DeviceId device, std::optional<RoomId> room);

  const Limits& limits_;
  const Clock& clock_;

  mutable Mutex mu_;
  // Absent when there is no such limit.
  std::optional<TokenBuckets> devices_ ABSL_GUARDED_BY(mu_);
  std::optional<TokenBuckets> rooms_ ABSL_GUARDED_BY(mu_);
};

}  // namespace conclave::session

#endif  // CONCLAVE_SERVER_SESSION_RATE_LIMITS_H_
