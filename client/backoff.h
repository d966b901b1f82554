#ifndef CONCLAVE_CLIENT_BACKOFF_H_
#define CONCLAVE_CLIENT_BACKOFF_H_

#include "absl/time/time.h"
#include "server/core/random.h"

namespace conclave::client {

struct BackoffPolicy {
  // The first delay is at most this; each further one at most twice the one before.
  absl::Duration base = absl::Milliseconds(500);
  // No delay is longer.
  absl::Duration cap = absl::Seconds(30);
  // After being connected for so long the delays begin anew.
  absl::Duration healthy_after = absl::Seconds(60);
};

// How long to wait before trying again: full jitter (evenly between nothing and base·2ⁿ), so that clients which lost
// the same server do not return in step. Confined to its owner.
class Backoff {
 public:
  Backoff(const BackoffPolicy& policy, Random& random) : policy_(policy), random_(random) {}

  // The next delay. What the server asked for, when it asked, decides: then it is between half and all of it.
  absl::Duration Next(absl::Duration retry_after = absl::ZeroDuration());

  // The connection that just ended had held for so long.
  void WasConnectedFor(absl::Duration time);

  // The delays begin anew.
  void Reset() { failures_ = 0; }

 private:
  // Evenly from `low` to `high`.
  absl::Duration Between(absl::Duration low, absl::Duration high);

  const BackoffPolicy policy_;
  Random& random_;
  int failures_ = 0;
};

}  // namespace conclave::client

#endif  // CONCLAVE_CLIENT_BACKOFF_H_
