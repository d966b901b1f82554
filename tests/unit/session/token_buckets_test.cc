#include "server/session/token_buckets.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>

#include "tests/client/fake_time.h"

namespace conclave::session {
namespace {

constexpr std::int64_t kNanosPerSecond = 1'000'000'000;

// Every bucket counts its tokens, in nanoseconds of filling, and none is ever forgotten.
class NaiveBuckets {
 public:
  NaiveBuckets(std::int64_t per_second, std::int64_t burst)
      : token_(kNanosPerSecond / per_second), capacity_(token_ * burst) {}

  // What a request of the key gets: zero for a token, else how long until there is one.
  std::int64_t Ask(std::uint64_t key, std::int64_t now) {
    Bucket& bucket = buckets_.try_emplace(key, Bucket{.filled = capacity_, .at = now}).first->second;
    bucket.filled = std::min(capacity_, bucket.filled + now - bucket.at);
    bucket.at = now;
    if (now < bucket.closed_until) return bucket.closed_until - now;
    if (bucket.filled >= token_) {
      bucket.filled -= token_;
      return 0;
    }
    const std::int64_t wait = std::max(token_ - bucket.filled, std::min(kNanosPerSecond, capacity_));
    bucket.closed_until = now + wait;
    return wait;
  }

 private:
  struct Bucket {
    std::int64_t filled = 0;
    std::int64_t at = 0;
    std::int64_t closed_until = 0;
  };
  const std::int64_t token_;
  const std::int64_t capacity_;
  std::map<std::uint64_t, Bucket> buckets_;
};

// A token, or how long until there is one.
absl::Duration Ask(TokenBuckets& buckets, std::uint64_t key, absl::Duration now) {
  if (buckets.Wait(key, now) > absl::ZeroDuration()) return buckets.Refuse(key, now);
  buckets.Take(key, now);
  return absl::ZeroDuration();
}

TEST(TokenBucketsTest, AFullBucketGivesItsBurstAndNotOneMore) {
  TokenBuckets buckets({.per_second = 10, .burst = 3});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Ask(buckets, 1, absl::Seconds(5)), absl::ZeroDuration());
  EXPECT_GT(Ask(buckets, 1, absl::Seconds(5)), absl::ZeroDuration());
  EXPECT_EQ(Ask(buckets, 2, absl::Seconds(5)), absl::ZeroDuration()) << "others have buckets of their own";
}

TEST(TokenBucketsTest, TheWaitIsTrueAndNotAMomentTooLong) {
  for (const std::size_t per_second : {1U, 3U, 50U, 1'000'000U}) {
    for (const std::size_t burst : {1U, 7U, 300U}) {
      TokenBuckets buckets({.per_second = per_second, .burst = burst});
      for (std::size_t i = 0; i < burst; ++i) ASSERT_EQ(Ask(buckets, 1, absl::Seconds(1)), absl::ZeroDuration());
      const absl::Duration wait = Ask(buckets, 1, absl::Seconds(1));
      const absl::Duration then = absl::Seconds(1) + wait;
      EXPECT_EQ(Ask(buckets, 1, then - absl::Nanoseconds(1)), absl::Nanoseconds(1));
      EXPECT_EQ(Ask(buckets, 1, then), absl::ZeroDuration()) << per_second << " " << burst;
    }
  }
}

TEST(TokenBucketsTest, NothingOvertakesWhatWasRefusedFirst) {
  // A token comes every millisecond, but who was refused at the fourth is told to come back after 20 of them.
  TokenBuckets buckets({.per_second = 1000, .burst = 20});
  for (int i = 0; i < 20; ++i) ASSERT_EQ(Ask(buckets, 1, absl::ZeroDuration()), absl::ZeroDuration());
  EXPECT_EQ(Ask(buckets, 1, absl::ZeroDuration()), absl::Milliseconds(20));
  for (int i = 1; i < 20; ++i) EXPECT_EQ(Ask(buckets, 1, absl::Milliseconds(i)), absl::Milliseconds(20 - i));
  // Nothing was lost by it.
  for (int i = 0; i < 20; ++i) EXPECT_EQ(Ask(buckets, 1, absl::Milliseconds(20)), absl::ZeroDuration());
}

TEST(TokenBucketsTest, WhoIsQuietIsForgotten) {
  TokenBuckets buckets({.per_second = 10, .burst = 10});
  for (std::uint64_t key = 1; key <= 100; ++key) ASSERT_EQ(Ask(buckets, key, absl::ZeroDuration()), absl::Duration());
  buckets.Sweep(absl::Milliseconds(99));
  EXPECT_EQ(buckets.size(), 100u);
  buckets.Sweep(absl::Milliseconds(100));
  EXPECT_EQ(buckets.size(), 0u);
}

TEST(TokenBucketsTest, TheTableIsBoundedAndForgivesThoseWhoOweLeast) {
  constexpr std::size_t kMost = 64;
  TokenBuckets buckets({.per_second = 1, .burst = 100, .max_keys = kMost});
  const std::uint64_t greedy = 1'000'000;
  for (int i = 0; i < 100; ++i) ASSERT_EQ(Ask(buckets, greedy, absl::ZeroDuration()), absl::ZeroDuration());
  for (std::uint64_t key = 1; key <= 10 * kMost; ++key) {
    ASSERT_EQ(Ask(buckets, key, absl::ZeroDuration()), absl::ZeroDuration());
    ASSERT_LE(buckets.size(), kMost);
  }
  EXPECT_GT(buckets.Wait(greedy, absl::ZeroDuration()), absl::ZeroDuration());
}

TEST(TokenBucketsPropertyTest, AgreesWithANaiveModelWhateverComes) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE(seed);
    testing::SeededRandom random(seed);
    const std::size_t per_second = 1 + random.Below(200);
    const std::size_t burst = 1 + random.Below(30);
    TokenBuckets buckets({.per_second = per_second, .burst = burst});
    NaiveBuckets model(static_cast<std::int64_t>(per_second), static_cast<std::int64_t>(burst));
    std::int64_t now = 1;
    for (int step = 0; step < 2000; ++step) {
      // Often at once, sometimes a while, and at moments that fall on no round number.
      if (random.OneIn(3))
        now += static_cast<std::int64_t>(random.Below(random.OneIn(20) ? 3'000'000'000 : 20'000'000));
      if (random.OneIn(50)) buckets.Sweep(absl::Nanoseconds(now));
      const std::uint64_t key = random.Below(5);
      ASSERT_EQ(absl::ToInt64Nanoseconds(Ask(buckets, key, absl::Nanoseconds(now))), model.Ask(key, now)) << step;
    }
  }
}

}  // namespace
}  // namespace conclave::session
