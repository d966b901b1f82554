#include "client-qt/ui/timeline/read_tracker.h"

#include <gtest/gtest.h>

namespace conclave::desktop {
namespace {

absl::Duration Ms(int ms) { return absl::Milliseconds(ms); }

TEST(ReadTrackerTest, AMessageCountsAfterASecondInView) {
  ReadTracker tracker;
  EXPECT_EQ(tracker.Look(1, 3, Ms(0)), 0U);
  EXPECT_EQ(tracker.Look(1, 3, Ms(999)), 0U);
  EXPECT_EQ(tracker.Look(1, 3, Ms(1000)), 3U);
}

TEST(ReadTrackerTest, WhatCameLaterNeedsItsOwnSecond) {
  ReadTracker tracker;
  tracker.Look(1, 3, Ms(0));
  EXPECT_EQ(tracker.Look(1, 4, Ms(1000)), 3U);
  EXPECT_EQ(tracker.Look(2, 4, Ms(2000)), 4U);
}

TEST(ReadTrackerTest, LeavingTheViewBeginsAnew) {
  ReadTracker tracker;
  tracker.Look(5, 6, Ms(0));
  tracker.Look(1, 2, Ms(500));
  EXPECT_EQ(tracker.Look(5, 6, Ms(1200)), 0U);
}

TEST(ReadTrackerTest, NothingIsReadInAnInactiveWindow) {
  ReadTracker tracker;
  tracker.Look(1, 3, Ms(0));
  EXPECT_EQ(tracker.Look(0, 0, Ms(900)), 0U);
  EXPECT_EQ(tracker.Look(1, 3, Ms(1500)), 0U);
}

}  // namespace
}  // namespace conclave::desktop
