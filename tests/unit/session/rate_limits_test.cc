#include "server/session/rate_limits.h"

#include <gtest/gtest.h>

#include "server/core/refusal.h"
#include "tests/client/fake_time.h"

namespace conclave::session {
namespace {

constexpr DeviceId kLaptop(1);
constexpr DeviceId kPhone(2);
constexpr RoomId kGarden(1);
constexpr RoomId kKitchen(2);

TEST(RateLimitsTest, TheTimeToWaitIsInWholeMillisecondsAndTrue) {
  testing::FakeClock clock;
  // A full bucket takes two thirds of a hundredth of a second.
  const Limits limits{.device_commands_per_second = 300, .device_burst = 2};
  RateLimits rates(limits, clock);
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(rates.TakeCommand(kLaptop).ok());
  const v1::Error refused = ErrorFrom(rates.TakeCommand(kLaptop));
  EXPECT_EQ(refused.retry_after_ms(), 7u);
  clock.Advance(absl::Milliseconds(6));
  EXPECT_FALSE(rates.TakeCommand(kLaptop).ok());
  clock.Advance(absl::Milliseconds(1));
  EXPECT_TRUE(rates.TakeCommand(kLaptop).ok());
}

TEST(RateLimitsTest, AMessageThatIsRefusedCostsNeitherItsDeviceNorItsRoom) {
  testing::FakeClock clock;
  const Limits limits{
      .device_commands_per_second = 1, .device_burst = 3, .room_messages_per_second = 1, .room_burst = 2};
  RateLimits rates(limits, clock);
  ASSERT_TRUE(rates.TakeMessage(kLaptop, kGarden).ok());
  ASSERT_TRUE(rates.TakeMessage(kLaptop, kGarden).ok());
  EXPECT_EQ(ErrorFrom(rates.TakeMessage(kLaptop, kGarden)).limit(), "limits.room_messages_per_second");
  EXPECT_TRUE(rates.TakeMessage(kLaptop, kKitchen).ok()) << "the device paid for what the room refused";
  EXPECT_EQ(ErrorFrom(rates.TakeMessage(kLaptop, kKitchen)).limit(), "limits.device_commands_per_second");
  EXPECT_TRUE(rates.TakeMessage(kPhone, kKitchen).ok()) << "the room paid for what the device may not";
}

TEST(RateLimitsTest, WithoutARateNothingIsRefusedOrRemembered) {
  testing::FakeClock clock;
  const Limits limits{.device_commands_per_second = 0, .room_messages_per_second = 0};
  RateLimits rates(limits, clock);
  for (int i = 0; i < 10'000; ++i) ASSERT_TRUE(rates.TakeMessage(kLaptop, kGarden).ok());
  EXPECT_EQ(rates.size(), 0u);
}

TEST(RateLimitsTest, WhoIsQuietIsForgotten) {
  testing::FakeClock clock;
  const Limits limits;
  RateLimits rates(limits, clock);
  ASSERT_TRUE(rates.TakeMessage(kLaptop, kGarden).ok());
  EXPECT_EQ(rates.size(), 2u);
  clock.Advance(absl::Seconds(1));
  rates.Sweep();
  EXPECT_EQ(rates.size(), 0u);
}

}  // namespace
}  // namespace conclave::session
