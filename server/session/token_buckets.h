#ifndef CONCLAVE_SERVER_SESSION_TOKEN_BUCKETS_H_
#define CONCLAVE_SERVER_SESSION_TOKEN_BUCKETS_H_

#include <cstddef>
#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"

namespace conclave::session {

// A token bucket for each of many keys: full at first, holding `burst` tokens, and filled with `per_second`. Kept as in
// the generic cell rate algorithm (ITU-T I.371): a key's one number is the moment at which its bucket is full again, so
// a bucket that is full needs no memory.
//
// Who is refused is told when to come back, and nothing is given to that key before: of many requests sent in a row
// none overtakes the first that was refused. So that refusals are few, that is a whole second, or as long as an empty
// bucket takes to be full; by then it is owed nothing less for it.
//
// Bounded: at most max_keys keys are remembered. When more are in use the half that owes least is forgiven.
// Confined to its owner, who says what time it is; time does not go back.
class TokenBuckets {
 public:
  struct Options {
    // At least 1.
    std::size_t per_second = 1;
    // At least 1.
    std::size_t burst = 1;
    std::size_t max_keys = 65'536;
  };
  explicit TokenBuckets(const Options& options);

  // How long the key has to wait for a token; zero when there is one.
  [[nodiscard]] absl::Duration Wait(std::uint64_t key, absl::Duration now) const;
  // Takes a token; the wait is zero.
  void Take(std::uint64_t key, absl::Duration now);
  // Says no, and when to come back: then there is a token, unless somebody else of that key has taken it.
  absl::Duration Refuse(std::uint64_t key, absl::Duration now);

  // Forgets the keys whose bucket is full.
  void Sweep(absl::Duration now);
  // How many are remembered.
  [[nodiscard]] std::size_t size() const { return buckets_.size(); }

 private:
  struct Bucket {
    // Nanoseconds, as all times here.
    std::int64_t full_at = 0;
    // Nothing is given before.
    std::int64_t closed_until = 0;

    [[nodiscard]] std::int64_t idle_at() const { return full_at > closed_until ? full_at : closed_until; }
  };

  Bucket& At(std::uint64_t key, std::int64_t now);
  void ForgiveHalf();

  // What one token takes to come, and a whole bucket.
  const std::int64_t token_;
  const std::int64_t bucket_;
  // The least wait after a refusal.
  const std::int64_t rest_;
  const std::size_t max_keys_;

  absl::flat_hash_map<std::uint64_t, Bucket> buckets_;
};

}  // namespace conclave::session

#endif  // CONCLAVE_SERVER_SESSION_TOKEN_BUCKETS_H_
