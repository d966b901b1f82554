#include "server/rpc/refusal_budget.h"

#include <gtest/gtest.h>

namespace conclave::rpc {
namespace {

TEST(RefusalBudgetTest, BurstIsRefusedAtOnceAndThenThereIsAPause) {
  RefusalBudget budget(10, 10);
  const absl::Duration now = absl::Seconds(1000);
  for (int i = 1; i < 10; ++i) EXPECT_EQ(budget.Spend(now), absl::ZeroDuration()) << i;
  EXPECT_EQ(budget.Spend(now), absl::Milliseconds(100));
}

TEST(RefusalBudgetTest, RateHoldsHoweverLongItGoesOn) {
  RefusalBudget budget(10, 10);
  absl::Duration now = absl::Seconds(1000);
  int refused = 0;
  for (; now < absl::Seconds(1100); ++refused) now += budget.Spend(now);
  EXPECT_LE(refused, 10 + 10 * 100 + 1);
  EXPECT_GE(refused, 10 * 100 - 1);
}

TEST(RefusalBudgetTest, QuietTimeSavesNoMoreThanTheBurst) {
  RefusalBudget budget(10, 10);
  budget.Spend(absl::Seconds(1000));
  int at_once = 0;
  while (budget.Spend(absl::Seconds(9000)) == absl::ZeroDuration()) ++at_once;
  EXPECT_EQ(at_once, 9);
}

}  // namespace
}  // namespace conclave::rpc
