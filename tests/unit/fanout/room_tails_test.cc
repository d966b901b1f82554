#include "server/fanout/room_tails.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace conclave::fanout {
namespace {

constexpr RoomId kOne(1);
constexpr RoomId kTwo(2);

// The numbers `first` to `last`, each of 10 bytes.
SegmentPtr Tens(RoomId room, Seq first, Seq last) {
  return std::make_shared<const Segment>(room, first, std::vector<std::string_view>(last - first + 1, "0123456789"),
                                         UserId());
}

Seq FirstRead(RoomTails& tails, RoomId room, Seq from) {
  const auto segments = tails.Read(room, from, 1000);
  return segments.empty() ? 0 : segments.front()->first();
}

Seq LastRead(RoomTails& tails, RoomId room, Seq from) {
  const auto segments = tails.Read(room, from, 1000);
  return segments.empty() ? 0 : segments.back()->last();
}

TEST(RoomTailsTest, GiveWhatCoversANumberAndWhatFollows) {
  RoomTails tails(1000);
  tails.Append(Tens(kOne, 5, 6));
  tails.Append(Tens(kOne, 7, 9));
  EXPECT_EQ(FirstRead(tails, kOne, 4), 0u);
  EXPECT_EQ(FirstRead(tails, kOne, 5), 5u);
  EXPECT_EQ(FirstRead(tails, kOne, 6), 5u);
  EXPECT_EQ(FirstRead(tails, kOne, 7), 7u);
  EXPECT_EQ(LastRead(tails, kOne, 5), 9u);
  EXPECT_EQ(FirstRead(tails, kOne, 10), 0u);
  EXPECT_EQ(FirstRead(tails, kTwo, 5), 0u);
}

TEST(RoomTailsTest, ReadStopsAtItsSize) {
  RoomTails tails(1000);
  for (Seq seq = 1; seq <= 5; ++seq) tails.Append(Tens(kOne, seq, seq));
  EXPECT_EQ(tails.Read(kOne, 1, 20).size(), 2u);
  EXPECT_EQ(tails.Read(kOne, 1, 21).size(), 3u);
  EXPECT_EQ(tails.Read(kOne, 1, 1).size(), 1u);
}

TEST(RoomTailsTest, ASegmentThatDoesNotFollowReplacesTheTail) {
  RoomTails tails(1000);
  tails.Append(Tens(kOne, 1, 2));
  tails.Append(Tens(kOne, 4, 5));
  EXPECT_EQ(FirstRead(tails, kOne, 1), 0u);
  EXPECT_EQ(FirstRead(tails, kOne, 4), 4u);
  EXPECT_EQ(tails.bytes(), 20u);
}

TEST(RoomTailsTest, TheBudgetHoldsAtItsLimitAndTheOldestGoesOnePast) {
  RoomTails tails(50);
  tails.Append(Tens(kOne, 1, 2));
  tails.Append(Tens(kOne, 3, 5));
  EXPECT_EQ(tails.bytes(), 50u);
  EXPECT_EQ(FirstRead(tails, kOne, 1), 1u);
  tails.Append(Tens(kOne, 6, 6));
  EXPECT_EQ(tails.bytes(), 40u);
  EXPECT_EQ(FirstRead(tails, kOne, 1), 0u);
  EXPECT_EQ(FirstRead(tails, kOne, 3), 3u);
}

TEST(RoomTailsTest, TheLeastRecentlyUsedRoomGivesFirst) {
  RoomTails tails(40);
  tails.Append(Tens(kOne, 1, 2));
  tails.Append(Tens(kTwo, 1, 2));
  EXPECT_EQ(FirstRead(tails, kOne, 1), 1u);
  tails.Append(Tens(RoomId(3), 1, 1));
  EXPECT_EQ(FirstRead(tails, kOne, 1), 1u);
  EXPECT_EQ(FirstRead(tails, kTwo, 1), 0u);
}

TEST(RoomTailsTest, ASegmentLargerThanTheBudgetIsNotKept) {
  RoomTails tails(15);
  tails.Append(Tens(kOne, 1, 2));
  EXPECT_EQ(tails.bytes(), 0u);
  EXPECT_EQ(FirstRead(tails, kOne, 1), 0u);
  tails.Append(Tens(kOne, 3, 3));
  EXPECT_EQ(FirstRead(tails, kOne, 3), 3u);
}

TEST(RoomTailsTest, APageNextToTheTailEntersIt) {
  RoomTails tails(1000);
  tails.Append(Tens(kOne, 7, 9));
  tails.Prepend({Tens(kOne, 3, 4), Tens(kOne, 5, 6)}, 9);
  EXPECT_EQ(FirstRead(tails, kOne, 3), 3u);
  EXPECT_EQ(LastRead(tails, kOne, 3), 9u);
  EXPECT_EQ(tails.bytes(), 70u);
}

TEST(RoomTailsTest, APageApartFromTheTailDoesNot) {
  RoomTails tails(1000);
  tails.Append(Tens(kOne, 7, 9));
  tails.Prepend({Tens(kOne, 3, 5)}, 9);
  tails.Prepend({Tens(kOne, 6, 7)}, 9);
  EXPECT_EQ(FirstRead(tails, kOne, 6), 0u);
  EXPECT_EQ(tails.bytes(), 30u);
}

TEST(RoomTailsTest, WithoutATailAPageThatEndsAtTheHeadBecomesOne) {
  RoomTails tails(1000);
  tails.Prepend({Tens(kOne, 3, 5)}, 6);
  EXPECT_EQ(FirstRead(tails, kOne, 3), 0u);
  tails.Prepend({Tens(kOne, 3, 6)}, 6);
  EXPECT_EQ(FirstRead(tails, kOne, 3), 3u);
  tails.Append(Tens(kOne, 7, 7));
  EXPECT_EQ(LastRead(tails, kOne, 3), 7u);
}

}  // namespace
}  // namespace conclave::fanout
