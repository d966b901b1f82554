#include "server/session/rate_limits.h"

#include <string_view>

#include "server/core/refusal.h"
#include "server/core/tally.h"

namespace conclave::session {
namespace {

std::optional<TokenBuckets> Buckets(std::size_t per_second, std::size_t burst) {
  if (per_second == 0) return std::nullopt;
  return TokenBuckets({.per_second = per_second, .burst = burst});
}

absl::Status TooFast(std::size_t limit, std::string_view text, std::size_t per_second, absl::Duration wait) {
  // Rounded up, so that it is true.
  return Refuse(v1::REASON_RATE_LIMITED, text,
                {.limit = kLimitNames.at(limit),
                 .limit_value = per_second,
                 .retry_after = absl::Ceil(wait, absl::Milliseconds(1))});
}

}  // namespace

RateLimits::RateLimits(const Limits& limits, const Clock& clock)
    : limits_(limits),
      clock_(clock),
      devices_(Buckets(limits.device_commands_per_second, limits.device_burst)),
      rooms_(Buckets(limits.room_messages_per_second, limits.room_burst)) {}

absl::Status RateLimits::TakeCommand(DeviceId device) { return Take(device, std::nullopt); }

absl::Status RateLimits::TakeMessage(DeviceId device, RoomId room) { return Take(device, room); }

absl::Status RateLimits::Take(DeviceId device, std::optional<RoomId> room) {
  absl::Duration device_wait;
  absl::Duration room_wait;
  {
    const MutexLock lock(mu_);
    const absl::Duration now = clock_.Monotonic();
    TokenBuckets* const devices = devices_ ? &*devices_ : nullptr;
    TokenBuckets* const rooms = rooms_ && room ? &*rooms_ : nullptr;
    if (devices != nullptr) device_wait = devices->Wait(device.value(), now);
    if (rooms != nullptr) room_wait = rooms->Wait(room->value(), now);
    if (device_wait == absl::ZeroDuration() && room_wait == absl::ZeroDuration()) {
      if (devices != nullptr) devices->Take(device.value(), now);
      if (rooms != nullptr) rooms->Take(room->value(), now);
      return absl::OkStatus();
    }
    if (device_wait > absl::ZeroDuration()) device_wait = devices->Refuse(device.value(), now);
    if (room_wait > absl::ZeroDuration()) room_wait = rooms->Refuse(room->value(), now);
  }
  if (device_wait >= room_wait) {
    ProcessTally().CountLimit(LimitIndex("limits.device_burst"));
    return TooFast(LimitIndex("limits.device_commands_per_second"), "This device does too much at once.",
                   limits_.device_commands_per_second, device_wait);
  }
  ProcessTally().CountLimit(LimitIndex("limits.room_burst"));
  return TooFast(LimitIndex("limits.room_messages_per_second"), "Too much is being said in this room at once.",
                 limits_.room_messages_per_second, room_wait);
}

void RateLimits::Sweep() {
  const MutexLock lock(mu_);
  const absl::Duration now = clock_.Monotonic();
  if (devices_) devices_->Sweep(now);
  if (rooms_) rooms_->Sweep(now);
}

std::size_t RateLimits::size() const {
  const MutexLock lock(mu_);
  return (devices_ ? devices_->size() : 0) + (rooms_ ? rooms_->size() : 0);
}

}  // namespace conclave::session
