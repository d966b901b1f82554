#include "client/backoff.h"

#include <algorithm>
#include <cstdint>

namespace conclave::client {

absl::Duration Backoff::Next(absl::Duration retry_after) {
  // Past this the cap has been reached in any case.
  constexpr int kMaxDoublings = 30;
  absl::Duration ceiling = policy_.base;
  for (int i = 0; i < failures_ && ceiling < policy_.cap; ++i) ceiling *= 2;
  failures_ = std::min(failures_ + 1, kMaxDoublings);
  if (retry_after > absl::ZeroDuration()) return Between(retry_after / 2, retry_after);
  return Between(absl::ZeroDuration(), std::min(ceiling, policy_.cap));
}

void Backoff::WasConnectedFor(absl::Duration time) {
  if (time >= policy_.healthy_after) Reset();
}

absl::Duration Backoff::Between(absl::Duration low, absl::Duration high) {
  const double fraction = static_cast<double>(random_.Next() >> 11) * 0x1.0p-53;
  return low + (high - low) * fraction;
}

}  // namespace conclave::client
