#include "client/backoff.h"

#include <gtest/gtest.h>

#include "tests/client/fake_time.h"

namespace conclave::client {
namespace {

constexpr BackoffPolicy kPolicy = {.base = absl::Seconds(1), .cap = absl::Seconds(8)};

// Gives always the same.
class FixedRandom final : public Random {
 public:
  explicit FixedRandom(std::uint64_t value) : value_(value) {}
  std::uint64_t Next() override { return value_; }

 private:
  const std::uint64_t value_;
};

TEST(BackoffTest, CeilingDoublesUpToTheCap) {
  FixedRandom highest(~std::uint64_t{0});
  Backoff backoff(kPolicy, highest);
  for (const int seconds : {1, 2, 4, 8, 8, 8}) {
    EXPECT_NEAR(absl::ToDoubleSeconds(backoff.Next()), seconds, 1e-6);
  }
}

TEST(BackoffTest, JitterIsFull) {
  FixedRandom lowest(0);
  Backoff backoff(kPolicy, lowest);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(backoff.Next(), absl::ZeroDuration());
}

TEST(BackoffTest, ManyFailuresStayAtTheCap) {
  testing::SeededRandom random(1);
  Backoff backoff(kPolicy, random);
  for (int i = 0; i < 10'000; ++i) ASSERT_LE(backoff.Next(), kPolicy.cap);
}

TEST(BackoffTest, WhatTheServerAskedForDecides) {
  testing::SeededRandom random(1);
  Backoff backoff(kPolicy, random);
  for (int i = 0; i < 100; ++i) {
    const absl::Duration delay = backoff.Next(absl::Seconds(20));
    EXPECT_GE(delay, absl::Seconds(10));
    EXPECT_LE(delay, absl::Seconds(20));
  }
}

TEST(BackoffTest, BeginsAnewOnlyAfterAHealthyConnection) {
  FixedRandom highest(~std::uint64_t{0});
  Backoff backoff(kPolicy, highest);
  backoff.Next();
  backoff.WasConnectedFor(kPolicy.healthy_after - absl::Milliseconds(1));
  EXPECT_GT(backoff.Next(), absl::Milliseconds(1999));
  backoff.WasConnectedFor(kPolicy.healthy_after);
  EXPECT_LE(backoff.Next(), absl::Seconds(1));
}

}  // namespace
}  // namespace conclave::client
