#include "client-qt/core/recent_rooms.h"

#include <gmock/gmock.h>

namespace conclave::desktop {
namespace {

using ::testing::ElementsAre;

constexpr RoomId kA(1);
constexpr RoomId kB(2);
constexpr RoomId kC(3);

class RecentRoomsTest : public ::testing::Test {
 protected:
  RecentRoomsTest() {
    for (const RoomId room : {kA, kB, kC}) recent_.Visit(room);
  }

  RecentRooms recent_;
};

TEST_F(RecentRoomsTest, OneStepIsTheRoomBefore) {
  EXPECT_EQ(recent_.Walk(1), kB);
  recent_.Settle();
  EXPECT_EQ(recent_.Walk(1), kC) << "to and fro between two rooms";
}

TEST_F(RecentRoomsTest, AWalkGoesFurtherBackAndOnlyItsEndCounts) {
  EXPECT_EQ(recent_.Walk(1), kB);
  EXPECT_EQ(recent_.Walk(1), kA);
  recent_.Settle();
  EXPECT_THAT(recent_.order(), ElementsAre(kA, kC, kB));
}

TEST_F(RecentRoomsTest, AWalkGoesRoundBothEnds) {
  EXPECT_EQ(recent_.Walk(-1), kA);
  EXPECT_EQ(recent_.Walk(1), kC);
}

TEST_F(RecentRoomsTest, AnotherWayToARoomEndsTheWalk) {
  EXPECT_EQ(recent_.Walk(1), kB);
  recent_.Visit(kA);
  EXPECT_EQ(recent_.Walk(1), kC);
}

TEST_F(RecentRoomsTest, ARoomThatIsGoneIsNotWalkedTo) {
  recent_.Forget(kB);
  EXPECT_EQ(recent_.Walk(1), kA);
  recent_.Forget(kA);
  EXPECT_EQ(recent_.Walk(1), RoomId()) << "nowhere to go";
}

}  // namespace
}  // namespace conclave::desktop
