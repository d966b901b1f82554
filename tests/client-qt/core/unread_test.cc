#include "client-qt/core/unread.h"

#include <gtest/gtest.h>

namespace conclave::desktop {
namespace {

Message Text(Seq seq) { return {.seq = seq}; }
Message Own(Seq seq) { return {.seq = seq, .own = true}; }
Message Event(Seq seq) { return {.seq = seq, .kind = MessageKind::kEvent}; }

TEST(UnreadCountTest, CountsTextsOfOthersAboveTheReadPosition) {
  UnreadCount count{.read_up_to = 2};
  for (const Message& message : {Text(1), Text(2), Text(3), Own(4), Event(5), Text(6)}) count.Count(message);
  EXPECT_EQ(count.unread, 2);
}

TEST(UnreadCountTest, CountsNothingTwice) {
  UnreadCount count;
  count.Count(Text(1));
  count.Count(Text(1));
  EXPECT_EQ(count.unread, 1);
}

TEST(UnreadCountTest, ReadingOnlyGoesForward) {
  UnreadCount count;
  for (Seq seq = 1; seq <= 5; ++seq) count.Count(Text(seq));
  EXPECT_TRUE(count.Read(4, 1));
  EXPECT_FALSE(count.Read(3, 2));
  EXPECT_EQ(count.unread, 1);
  EXPECT_EQ(count.read_up_to, 4u);
}

TEST(UnreadCountTest, WhatWasSkippedOverIsCountedByTheCorrection) {
  UnreadCount count;
  count.Count(Text(1));
  count.Correct(1, 1);
  // Of 2 to 100 there were 60 texts of others, of which the last one comes as an event.
  count.Correct(100, 61);
  count.Skip(99);
  EXPECT_EQ(count.unread, 1) << "not before all up to there has come";
  count.Count(Text(100));
  EXPECT_EQ(count.unread, 61);
}

TEST(UnreadCountTest, ACorrectionAheadOfTheEventsIsNotCountedTwice) {
  UnreadCount count;
  count.Count(Text(1));
  count.Correct(1, 1);
  count.Correct(3, 3);
  count.Count(Text(2));
  count.Count(Text(3));
  EXPECT_EQ(count.unread, 3);
  EXPECT_EQ(count.others, 3u);
}

TEST(UnreadCountTest, ALateCorrectionChangesNothing) {
  UnreadCount count;
  for (Seq seq = 1; seq <= 5; ++seq) count.Count(Text(seq));
  count.Correct(3, 3);
  EXPECT_EQ(count.unread, 5);
}

TEST(UnreadCountTest, TheFirstCorrectionOfARoomWithAPastAddsNothing) {
  UnreadCount count{.read_up_to = 1000};
  count.Skip(600);
  count.Correct(1000, 800);
  for (Seq seq = 601; seq <= 1000; ++seq) count.Count(Text(seq));
  EXPECT_EQ(count.unread, 0);
}

TEST(UnreadCountTest, WhatOthersSaidWhileOneWasAwayFromTheRoomIsNotUnread) {
  UnreadCount count;
  count.Count(Text(1));
  count.Correct(1, 1);
  count.Correct(20, 15);
  count.Pass(18);
  count.Count(Event(19));
  count.Count(Text(20));
  EXPECT_EQ(count.unread, 2);
}

}  // namespace
}  // namespace conclave::desktop
