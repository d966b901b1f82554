#include "server/fanout/outbox.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/fanout/write_batch.h"
#include "tests/unit/fanout/names.h"
#include "tests/unit/fanout/room_log.h"

namespace conclave::fanout {
namespace {

using testing::AckEvent;
using testing::RoomLog;

constexpr RoomId kOther(2);

// An outbox of 1000 bytes, whose writes take 500, and the rooms it may read.
class OutboxTest : public ::testing::Test {
 protected:
  Attachment Attaches(RoomLog& log, Seq after) {
    const Attachment attachment{.room = log.room(), .after = after, .request_id = ++requests_, .serial = requests_};
    outbox_.ExpectAnswer();
    outbox_.AddRoom(attachment);
    return attachment;
  }
  // Attaches after what there is, and reads the marks.
  void IsLiveIn(RoomLog& log) {
    outbox_.OpenRoom(Attaches(log, log.head()), {.joined = 1, .head = log.head()});
    Reads();
  }
  // `count` messages are committed and offered, as one segment.
  Outbox::Offered IsOffered(RoomLog& log, int count, std::size_t text_bytes = 80) {
    const Seq first = log.head() + 1;
    for (int i = 0; i < count; ++i) log.Say(text_bytes);
    return outbox_.Offer(log.Segment(first, log.head()));
  }
  // The page asked for, from the log.
  bool GetsAPage(RoomLog& log) {
    const auto request = outbox_.NextPage();
    if (!request) return false;
    EXPECT_EQ(request->room, log.room());
    const Seq last = std::min(log.head(), request->from + 2);
    outbox_.TakePage(*request, log.Segments(request->from, last), log.head());
    return true;
  }

  // One write, in short: "m3" for message 3, "attached1", "gap1-4", "caught5", "behind", "ack9", "end", "left6".
  std::vector<std::string> Takes() {
    Outgoing outgoing;
    next_ = outbox_.TakeNext(outgoing);
    status_ = outgoing.status;
    std::vector<std::string> names;
    if (next_ != Outbox::Next::kWrite) return names;
    for (const v1::Event& event : testing::Decode(MakeWriteBatch(std::move(outgoing)))) names.push_back(NameOf(event));
    EXPECT_FALSE(names.empty()) << "an empty write";
    return names;
  }
  std::vector<std::string> Reads() {
    auto names = Takes();
    if (next_ == Outbox::Next::kWrite) outbox_.Written();
    return names;
  }
  // Reads, and gets pages, until there is nothing more.
  std::vector<std::string> ReadsAll(RoomLog& log) {
    std::vector<std::string> all;
    for (;;) {
      const bool page = GetsAPage(log);
      const auto names = Reads();
      all.insert(all.end(), names.begin(), names.end());
      if (names.empty() && !page) return all;
    }
  }

  static std::string NameOf(const v1::Event& event) {
    switch (event.kind_case()) {
      case v1::Event::kAttached:
        return "attached" + std::to_string(event.attached().from_seq());
      case v1::Event::kRoomEvent:
        return (event.room_event().has_member_left() ? "left" : "m") + std::to_string(event.room_event().seq());
      case v1::Event::kGap:
        return "gap" + std::to_string(event.gap().from_seq()) + "-" + std::to_string(event.gap().to_seq());
      case v1::Event::kCaughtUp:
        return "caught" + std::to_string(event.caught_up().seq());
      case v1::Event::kNotice:
        return "behind" + std::to_string(event.notice().behind().missing());
      case v1::Event::kAck:
        return "ack" + std::to_string(event.ack().request_id());
      default:
        return "?";
    }
  }

  using Names = std::vector<std::string>;

  Outbox outbox_{kReader, {.live_bytes = 1000, .low_watermark = 400, .write_bytes = 500}};
  RoomLog log_{kRoom};
  RoomLog other_{kOther};
  Outbox::Next next_ = Outbox::Next::kNothing;
  absl::Status status_;
  std::uint64_t requests_ = 0;
};

TEST_F(OutboxTest, NothingOfARoomIsSentBeforeItsMembershipIsChecked) {
  const Attachment attachment = Attaches(log_, 0);
  EXPECT_EQ(IsOffered(log_, 1), Outbox::Offered::kBehind);
  EXPECT_EQ(Reads(), Names());
  EXPECT_FALSE(outbox_.WantsPage());
  outbox_.OpenRoom(attachment, {.joined = 1, .head = 0});
  EXPECT_EQ(ReadsAll(log_), Names({"attached1", "m1", "caught1"}));
}

TEST_F(OutboxTest, ALiveRoomPassesOnWhatIsOffered) {
  IsLiveIn(log_);
  EXPECT_EQ(IsOffered(log_, 2), Outbox::Offered::kQueued);
  EXPECT_EQ(Reads(), Names({"m1", "m2"}));
  EXPECT_EQ(outbox_.Offer(log_.Segment(1, 2)), Outbox::Offered::kIgnored);
  EXPECT_EQ(Reads(), Names());
}

TEST_F(OutboxTest, ALostOfferIsFetched) {
  IsLiveIn(log_);
  log_.Say(1);
  EXPECT_EQ(IsOffered(log_, 1), Outbox::Offered::kBehind);
  EXPECT_EQ(ReadsAll(log_), Names({"m1", "m2", "caught2"}));
}

TEST_F(OutboxTest, AnAnnouncedHeadIsFetched) {
  IsLiveIn(log_);
  log_.Say(1);
  outbox_.Announce(kRoom, 1);
  EXPECT_EQ(ReadsAll(log_), Names({"m1", "caught1"}));
}

TEST_F(OutboxTest, FullOutboxGoesBehindAndCatchesUp) {
  IsLiveIn(log_);
  IsOffered(log_, 5, 100);
  EXPECT_GT(outbox_.live_bytes(), 500u);
  EXPECT_EQ(IsOffered(log_, 5, 100), Outbox::Offered::kBehind);
  EXPECT_EQ(outbox_.live_bytes(), 0u);
  EXPECT_EQ(ReadsAll(log_),
            Names({"behind7", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10", "caught10"}));
  EXPECT_EQ(IsOffered(log_, 1), Outbox::Offered::kQueued);
}

TEST_F(OutboxTest, AFullOutboxGoesBackToWhatWasNotWritten) {
  IsLiveIn(log_);
  IsOffered(log_, 8, 100);
  const Names first = Reads();
  EXPECT_EQ(first, Names({"m1", "m2", "m3", "m4", "m5"}));
  IsOffered(log_, 8, 100);
  const Names rest = ReadsAll(log_);
  EXPECT_EQ(rest[0], "behind8");
  EXPECT_EQ(rest[1], "m6");
  EXPECT_EQ(rest.back(), "caught16");
}

TEST_F(OutboxTest, TheLiveLaneHoldsItsBoundAndNoByteMore) {
  IsLiveIn(log_);
  log_.Say(400);
  outbox_.Offer(log_.Segment(1, 1));
  const std::size_t room_left = 1000 - outbox_.live_bytes();
  const std::size_t overhead = outbox_.live_bytes() - 400;
  log_.Say(room_left - overhead);
  EXPECT_EQ(outbox_.Offer(log_.Segment(2, 2)), Outbox::Offered::kQueued);
  EXPECT_EQ(outbox_.live_bytes(), 1000u);
  EXPECT_EQ(IsOffered(log_, 1, 1), Outbox::Offered::kBehind);
  EXPECT_EQ(outbox_.live_bytes(), 0u);
}

TEST_F(OutboxTest, RoomsThatAreBehindAreServedInTurn) {
  for (int i = 0; i < 9; ++i) {
    log_.Say(10);
    other_.Say(10);
  }
  outbox_.OpenRoom(Attaches(log_, 0), {.joined = 1, .head = 9});
  outbox_.OpenRoom(Attaches(other_, 0), {.joined = 1, .head = 9});
  EXPECT_TRUE(GetsAPage(log_));
  EXPECT_TRUE(GetsAPage(other_));
  EXPECT_TRUE(GetsAPage(log_));
}

TEST_F(OutboxTest, OnePageIsUnderWayAtATime) {
  log_.Say(1);
  outbox_.OpenRoom(Attaches(log_, 0), {.joined = 1, .head = 1});
  const auto request = outbox_.NextPage();
  ASSERT_TRUE(request);
  EXPECT_FALSE(outbox_.NextPage());
  outbox_.PageFailed(*request);
  EXPECT_EQ(outbox_.NextPage()->from, 1u);
}

TEST_F(OutboxTest, NoPageIsAskedForAboveTheLowWatermark) {
  IsLiveIn(log_);
  IsOffered(log_, 5, 100);
  other_.Say(1);
  outbox_.OpenRoom(Attaches(other_, 0), {.joined = 1, .head = 1});
  EXPECT_FALSE(outbox_.WantsPage());
  EXPECT_FALSE(outbox_.NextPage());
  Reads();
  EXPECT_TRUE(outbox_.WantsPage());
}

TEST_F(OutboxTest, APageOfAnAttachmentThatWasReplacedDoesNoHarm) {
  for (int i = 0; i < 5; ++i) log_.Say(1);
  outbox_.OpenRoom(Attaches(log_, 0), {.joined = 1, .head = 5});
  const auto request = outbox_.NextPage();
  ASSERT_TRUE(request);
  outbox_.OpenRoom(Attaches(log_, 3), {.joined = 1, .head = 5});
  outbox_.TakePage(*request, log_.Segments(1, 2), 5);
  EXPECT_EQ(ReadsAll(log_), Names({"attached1", "attached4", "m4", "m5", "caught5"}));
}

TEST_F(OutboxTest, HiddenNumbersAreGapsAlsoWithinASegment) {
  for (int i = 0; i < 9; ++i) log_.Say(1);
  const Attachment attachment = Attaches(log_, 1);
  outbox_.OpenRoom(attachment, {.joined = 9, .hidden = {{.from = 1, .to = 3}, {.from = 6, .to = 7}}, .head = 9});
  const auto request = outbox_.NextPage();
  ASSERT_TRUE(request);
  EXPECT_EQ(request->from, 4u);
  outbox_.TakePage(*request, log_.Segments(1, 9), 9);
  EXPECT_EQ(Reads(), Names({"attached2", "gap2-3", "m4", "m5", "gap6-7", "m8", "m9", "caught9"}));
}

TEST_F(OutboxTest, TheOwnLeaveIsTheLastEvent) {
  IsLiveIn(log_);
  log_.Say(1);
  log_.Leave(kReader);
  EXPECT_EQ(outbox_.Offer(log_.Segment(1, 2)), Outbox::Offered::kEnded);
  EXPECT_EQ(IsOffered(log_, 1), Outbox::Offered::kBehind);
  EXPECT_EQ(ReadsAll(log_), Names({"m1", "left2"}));
  EXPECT_EQ(IsOffered(log_, 1), Outbox::Offered::kEnded);
  EXPECT_EQ(ReadsAll(log_), Names());
}

TEST_F(OutboxTest, ARemovalDuringTheCheckEndsTheRoomThere) {
  log_.Say(1);
  const Attachment attachment = Attaches(log_, 0);
  log_.Leave(kReader);
  outbox_.Offer(log_.Segment(2, 2));
  log_.Say(1);
  outbox_.Offer(log_.Segment(3, 3));
  outbox_.OpenRoom(attachment, {.joined = 1, .head = 1});
  EXPECT_EQ(ReadsAll(log_), Names({"attached1", "m1", "left2"}));
}

TEST_F(OutboxTest, ARemovalBeforeTheMembershipThatWasCheckedIsHistory) {
  const Attachment attachment = Attaches(log_, 0);
  log_.Say(1);
  log_.Leave(kReader);
  outbox_.Offer(log_.Segment(1, 2));
  log_.Join(kReader);
  outbox_.Offer(log_.Segment(3, 3));
  outbox_.OpenRoom(attachment, {.joined = 3, .head = 3});
  EXPECT_EQ(ReadsAll(log_), Names({"attached1", "m1", "left2", "m3", "caught3"}));
}

TEST_F(OutboxTest, ARefusedAttachmentIsAnsweredOnce) {
  const Attachment first = Attaches(log_, 0);
  const Attachment second = Attaches(log_, 0);
  EXPECT_FALSE(outbox_.RefuseRoom(first)) << "answered when the second took its place";
  EXPECT_TRUE(outbox_.RefuseRoom(second));
  outbox_.PushControl(AckEvent(2), 1);
  EXPECT_EQ(Reads(), Names({"attached1", "ack2"}));
  EXPECT_EQ(outbox_.unanswered(), 0u);
}

TEST_F(OutboxTest, OneRequestIdForTwoAttachmentsIsNotMistakenForOne) {
  const Attachment first{.room = kRoom, .after = 0, .request_id = 5, .serial = 1};
  const Attachment second{.room = kRoom, .after = 9, .request_id = 5, .serial = 2};
  outbox_.AddRoom(first);
  outbox_.AddRoom(second);
  Reads();
  outbox_.OpenRoom(first, {.joined = 1, .head = 3});
  EXPECT_EQ(Reads(), Names());
  EXPECT_TRUE(outbox_.RefuseRoom(second));
}

TEST_F(OutboxTest, ARoomRemovedWithUnwrittenEventsLeavesNothing) {
  IsLiveIn(log_);
  IsOffered(log_, 3);
  EXPECT_TRUE(outbox_.RemoveRoom(kRoom));
  EXPECT_FALSE(outbox_.RemoveRoom(kRoom));
  EXPECT_EQ(outbox_.live_bytes(), 0u);
  EXPECT_EQ(Reads(), Names());
}

TEST_F(OutboxTest, ARoomRemovedWhileItsNoticeWaitsCausesNoEmptyWrite) {
  IsLiveIn(log_);
  IsOffered(log_, 12, 100);
  EXPECT_TRUE(outbox_.RemoveRoom(kRoom));
  EXPECT_EQ(Takes(), Names());
  EXPECT_EQ(next_, Outbox::Next::kNothing);
}

TEST_F(OutboxTest, TheControlLaneGoesFirst) {
  IsLiveIn(log_);
  IsOffered(log_, 1);
  outbox_.PushControl(AckEvent(9));
  EXPECT_EQ(Reads(), Names({"ack9", "m1"}));
}

TEST_F(OutboxTest, OneWriteIsInFlightAtATime) {
  IsLiveIn(log_);
  IsOffered(log_, 1);
  EXPECT_EQ(Takes(), Names({"m1"}));
  IsOffered(log_, 1);
  EXPECT_EQ(Takes(), Names());
  outbox_.Written();
  EXPECT_EQ(Takes(), Names({"m2"}));
}

TEST_F(OutboxTest, ACommandCountsUntilTheWriteWithItsAnswerIsDone) {
  outbox_.ExpectAnswer();
  outbox_.ExpectAnswer();
  EXPECT_FALSE(outbox_.Overloaded(3));
  EXPECT_TRUE(outbox_.Overloaded(2));
  outbox_.PushControl(AckEvent(1), 1);
  Takes();
  EXPECT_TRUE(outbox_.Overloaded(2));
  outbox_.Written();
  EXPECT_FALSE(outbox_.Overloaded(2));
  EXPECT_EQ(outbox_.unanswered(), 1u);
}

TEST_F(OutboxTest, ManyEventsInTheControlLaneOverloadIt) {
  for (int i = 0; i < 7; ++i) outbox_.PushControl(AckEvent(1));
  EXPECT_FALSE(outbox_.Overloaded(2));
  outbox_.PushControl(AckEvent(1));
  EXPECT_TRUE(outbox_.Overloaded(2));
}

TEST_F(OutboxTest, CloseWritesTheLastEventAndThenFinishesOnce) {
  IsLiveIn(log_);
  IsOffered(log_, 3);
  outbox_.PushControl(AckEvent(1));
  outbox_.Close(absl::AbortedError("over"), AckEvent(2));
  outbox_.PushControl(AckEvent(3));
  IsOffered(log_, 1);
  EXPECT_EQ(Takes(), Names({"ack1", "ack2"}));
  EXPECT_EQ(Takes(), Names());
  EXPECT_EQ(next_, Outbox::Next::kNothing) << "the write is in flight";
  outbox_.Written();
  Takes();
  EXPECT_EQ(next_, Outbox::Next::kFinish);
  EXPECT_TRUE(absl::IsAborted(status_));
  Takes();
  EXPECT_EQ(next_, Outbox::Next::kNothing);
}

TEST_F(OutboxTest, TheFirstCloseDecides) {
  outbox_.Close(absl::AbortedError("first"), "");
  outbox_.Close(absl::InternalError("second"), AckEvent(1));
  EXPECT_EQ(Takes(), Names());
  EXPECT_EQ(next_, Outbox::Next::kFinish);
  EXPECT_TRUE(absl::IsAborted(status_));
}

TEST_F(OutboxTest, AnAbandonedOutboxWritesNothingMore) {
  outbox_.PushControl(AckEvent(1));
  Takes();
  outbox_.PushControl(AckEvent(2));
  outbox_.Abandon();
  Takes();
  EXPECT_EQ(next_, Outbox::Next::kNothing) << "the write is in flight";
  outbox_.Written();
  EXPECT_EQ(Takes(), Names());
  EXPECT_EQ(next_, Outbox::Next::kFinish);
}

TEST_F(OutboxTest, EndsWithOkAfterTheLastAnswer) {
  IsLiveIn(log_);
  outbox_.ExpectAnswer();
  outbox_.EndAfterAnswers();
  Takes();
  EXPECT_EQ(next_, Outbox::Next::kNothing);
  outbox_.PushControl(AckEvent(1), 1);
  EXPECT_EQ(Takes(), Names({"ack1"}));
  outbox_.Written();
  Takes();
  EXPECT_EQ(next_, Outbox::Next::kFinish);
  EXPECT_TRUE(status_.ok());
}

TEST_F(OutboxTest, EndsOnlyWhenItsRoomsAreCaughtUp) {
  log_.Say(1);
  const Attachment attachment = Attaches(log_, 0);
  outbox_.EndAfterAnswers();
  outbox_.OpenRoom(attachment, {.joined = 1, .head = 1});
  EXPECT_EQ(ReadsAll(log_), Names({"attached1", "m1", "caught1"}));
  EXPECT_EQ(next_, Outbox::Next::kFinish);
}

}  // namespace
}  // namespace conclave::fanout
