#include "server/fanout/hub.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/unit/fanout/hub_harness.h"
#include "tests/unit/fanout/names.h"

namespace conclave::fanout {
namespace {

using testing::AckEvent;
using testing::FakeAccess;
using testing::FakeClock;
using testing::FakePages;
using testing::FakeSummaries;
using testing::FakeWriter;
using testing::RoomLog;
using testing::Signal;

constexpr std::size_t kTailBytes = 100'000;

// A hub of one shard with one client.
class HubTest : public ::testing::Test {
 protected:
  HubTest() : HubTest(Limits{.attached_rooms = 2}) {}
  explicit HubTest(const Limits& limits)
      : limits_(limits), connection_(std::make_shared<Connection>(kReader, DeviceId(1), limits_, clock_, writer_)) {
    clock_.Advance(absl::Seconds(1));
    writer_->set_connection(connection_);
    hub_.Add(connection_);
  }

  // Everything asked for so far, and what follows from it at once, is done.
  void Flush() {
    for (int i = 0; i < 3; ++i) {
      Signal done;
      hub_.Publish({.calls = {[&done] { done.Set(); }}});
      done.Await();
    }
  }
  // The shard does nothing until the signal is set.
  void BlockUntil(Signal& signal) {
    hub_.Publish({.calls = {[&signal] { signal.Await(); }}});
  }
  // The events `first` to the head of the log are committed.
  void Publish(Seq first) { hub_.Publish({.segments = log_.Segments(first, log_.head())}); }
  void Attach(Seq after) {
    connection_->outbox().ExpectAnswer();
    hub_.Attach(connection_, kRoom, after, 1);
  }
  void IsLive() {
    Attach(log_.head());
    hub_.Open(connection_, access_.Await(access_.count() == 0 ? 0 : access_.count() - 1),
              {.joined = 1, .head = log_.head()});
    ASSERT_TRUE(writer_->Await(2));
  }
  void IsGreeted() {
    hub_.Follow(connection_, {kRoom});
    Flush();
  }
  [[nodiscard]] std::vector<Seq> SeqsRead() const {
    std::vector<Seq> seqs;
    for (const v1::Event& event : writer_->events()) {
      if (event.has_room_event()) seqs.push_back(event.room_event().seq());
    }
    return seqs;
  }
  [[nodiscard]] int CountOf(v1::Event::KindCase kind) const {
    int count = 0;
    for (const v1::Event& event : writer_->events()) count += event.kind_case() == kind ? 1 : 0;
    return count;
  }

  using Seqs = std::vector<Seq>;

  const Limits limits_;
  FakeClock clock_;
  RoomLog log_{kRoom};
  FakePages pages_{log_};
  FakeAccess access_;
  FakeSummaries summaries_;
  RoomTails tails_{kTailBytes};
  const std::shared_ptr<FakeWriter> writer_ = std::make_shared<FakeWriter>();
  std::shared_ptr<Connection> connection_;
  Hub hub_{1, limits_, tails_, {.pages = pages_, .access = access_, .summaries = summaries_}};
};

TEST_F(HubTest, WhatIsCommittedDuringTheCheckIsDelivered) {
  Attach(0);
  const Attachment attachment = access_.Await(0);
  log_.Say(1);
  Publish(1);
  hub_.Open(connection_, attachment, {.joined = 1, .head = 0});
  ASSERT_TRUE(writer_->Await(3));
  EXPECT_EQ(SeqsRead(), Seqs({1}));
}

TEST_F(HubTest, ARemovalCommittedDuringTheCheckIsNotMissed) {
  log_.Say(1);
  Attach(0);
  const Attachment attachment = access_.Await(0);
  log_.Leave(kReader);
  Publish(2);
  log_.Say(1);
  Publish(3);
  hub_.Open(connection_, attachment, {.joined = 1, .head = 1});
  ASSERT_TRUE(writer_->Await(3));
  log_.Say(1);
  Publish(4);
  Flush();
  EXPECT_EQ(SeqsRead(), Seqs({1, 2}));
}

TEST_F(HubTest, OffersBeyondTheQueueAreCaughtUp) {
  IsLive();
  Signal unblock;
  BlockUntil(unblock);
  constexpr std::size_t kText = 30'000;
  constexpr Seq kCount = Shard::kQueueBytes / kText + 50;
  for (Seq seq = 1; seq <= kCount; ++seq) {
    log_.Say(kText);
    Publish(seq);
  }
  unblock.Set();
  ASSERT_TRUE(writer_->Await(2 + kCount));
  Flush();
  const Seqs read = SeqsRead();
  ASSERT_EQ(read.size(), kCount);
  for (Seq seq = 1; seq <= kCount; ++seq) ASSERT_EQ(read[seq - 1], seq);
  EXPECT_GT(pages_.loads(), 0);
}

TEST_F(HubTest, AnAnnouncedHeadIsFetched) {
  IsLive();
  log_.Say(1);
  log_.Say(1);
  hub_.Announce(kRoom, 2);
  ASSERT_TRUE(writer_->Await(4));
  EXPECT_EQ(SeqsRead(), Seqs({1, 2}));
}

TEST_F(HubTest, APageThatFailedIsAskedForAgainAtTheNextTick) {
  IsLive();
  log_.Say(1);
  pages_.FailNext(absl::UnavailableError("no store"));
  hub_.Announce(kRoom, 1);
  Flush();
  EXPECT_EQ(SeqsRead(), Seqs());
  EXPECT_EQ(pages_.loads(), 1);
  hub_.Tick();
  ASSERT_TRUE(writer_->Await(3));
  EXPECT_EQ(SeqsRead(), Seqs({1}));
}

TEST_F(HubTest, DamagedDataEndsTheAttachmentWithAnError) {
  IsLive();
  log_.Say(1);
  pages_.FailNext(absl::DataLossError("damaged"));
  hub_.Announce(kRoom, 1);
  ASSERT_TRUE(writer_->Await(3));
  EXPECT_EQ(writer_->events().back().error().reason(), v1::REASON_DATA_DAMAGED);
  Publish(1);
  Flush();
  EXPECT_EQ(SeqsRead(), Seqs());
}

TEST_F(HubTest, AttachesAsManyRoomsAsTheLimitAndNotOneMore) {
  for (std::uint64_t id = 1; id <= 3; ++id) hub_.Attach(connection_, RoomId(id), 0, id);
  ASSERT_TRUE(writer_->Await(1));
  EXPECT_EQ(access_.count(), 2u);
  const v1::Error error = writer_->events().front().error();
  EXPECT_EQ(error.reason(), v1::REASON_LIMIT_REACHED);
  EXPECT_EQ(error.limit(), "limits.attached_rooms");
  EXPECT_EQ(error.request_id(), 3u);
  // One that is attached already is no further room.
  hub_.Attach(connection_, RoomId(2), 0, 4);
  Flush();
  EXPECT_EQ(access_.count(), 3u);
}

TEST_F(HubTest, ARefusalOfAnAttachmentThatEndedIsNotSaid) {
  Attach(0);
  const Attachment first = access_.Await(0);
  Attach(0);
  const Attachment second = access_.Await(1);
  hub_.Refuse(connection_, first, AckEvent(77));
  hub_.Refuse(connection_, second, AckEvent(88));
  Flush();
  EXPECT_EQ(CountOf(v1::Event::kAttached), 1);
  EXPECT_EQ(CountOf(v1::Event::kAck), 1);
  EXPECT_EQ(connection_->outbox().unanswered(), 0u);
}

TEST_F(HubTest, DetachIsAnsweredAndNothingOfTheRoomFollows) {
  IsLive();
  hub_.Detach(connection_, kRoom, AckEvent(1), [] { return AckEvent(2); });
  hub_.Detach(connection_, kRoom, AckEvent(1), [] { return AckEvent(2); });
  log_.Say(1);
  Publish(1);
  Flush();
  EXPECT_EQ(SeqsRead(), Seqs());
  const auto events = writer_->events();
  ASSERT_EQ(events.size(), 4u);
  EXPECT_EQ(events[2].ack().request_id(), 1u);
  EXPECT_EQ(events[3].ack().request_id(), 2u);
}

TEST_F(HubTest, AnswersReachTheirConnection) {
  hub_.Publish({.answers = {{.connection = connection_, .event = AckEvent(5)}}});
  ASSERT_TRUE(writer_->Await(1));
  EXPECT_EQ(writer_->events().front().ack().request_id(), 5u);
}

TEST_F(HubTest, AConnectionThatWasRemovedIsForgotten) {
  IsLive();
  IsGreeted();
  hub_.Remove(connection_);
  log_.Say(1);
  hub_.Publish({.segments = log_.Segments(1, 1), .changes = {{.room = kRoom, .user = kReader, .joined = true}}});
  hub_.Tick();
  Flush();
  const std::weak_ptr<Connection> weak = connection_;
  connection_.reset();
  EXPECT_TRUE(weak.expired());
}

TEST_F(HubTest, ARoomIsSummarisedAtMostOnceATick) {
  IsGreeted();
  for (Seq seq = 1; seq <= 5; ++seq) {
    log_.Say(1);
    Publish(seq);
  }
  Flush();
  EXPECT_EQ(summaries_.Of(kRoom), 0);
  hub_.Tick();
  Flush();
  EXPECT_EQ(summaries_.Of(kRoom), 1);
  hub_.Tick();
  Flush();
  EXPECT_EQ(summaries_.Of(kRoom), 1);
}

TEST_F(HubTest, AnAttachedRoomIsNotSummarised) {
  IsGreeted();
  IsLive();
  log_.Say(1);
  Publish(1);
  hub_.Tick();
  Flush();
  EXPECT_EQ(summaries_.Of(kRoom), 0);
}

TEST_F(HubTest, WhoJoinsFollowsTheRoomAndWhoLeavesNoLonger) {
  IsGreeted();
  const RoomId other(2);
  RoomLog log(other);
  log.Join(kReader);
  hub_.Publish({.changes = {{.room = other, .user = kReader, .joined = true}}});
  Flush();
  EXPECT_EQ(summaries_.Of(other), 1) << "at once";
  hub_.Publish({.segments = log.Segments(1, 1)});
  hub_.Tick();
  Flush();
  EXPECT_EQ(summaries_.Of(other), 2);
  hub_.Publish({.changes = {{.room = other, .user = kReader, .joined = false}}});
  Flush();
  EXPECT_EQ(summaries_.Of(other), 3) << "the last";
  hub_.Publish({.segments = log.Segments(1, 1)});
  hub_.Tick();
  Flush();
  EXPECT_EQ(summaries_.Of(other), 3);
}

TEST_F(HubTest, NothingIsSummarisedBeforeTheGreeting) {
  hub_.Publish({.changes = {{.room = kRoom, .user = kReader, .joined = true}}});
  hub_.Tick();
  Flush();
  EXPECT_EQ(summaries_.Of(kRoom), 0);
  IsGreeted();
  EXPECT_EQ(summaries_.Of(kRoom), 1);
}

TEST_F(HubTest, ARoomThatChangedDuringTheGreetingIsSummarised) {
  log_.Say(1);
  Publish(1);
  hub_.Tick();
  Flush();
  IsGreeted();
  EXPECT_EQ(summaries_.Of(kRoom), 1);
}

TEST_F(HubTest, ARoomLeftDuringTheGreetingIsNotFollowed) {
  hub_.Publish({.changes = {{.room = kRoom, .user = kReader, .joined = false}}});
  IsGreeted();
  EXPECT_EQ(summaries_.Of(kRoom), 1) << "the client is told that it is no longer a member";
  log_.Say(1);
  Publish(1);
  hub_.Tick();
  Flush();
  EXPECT_EQ(summaries_.Of(kRoom), 1);
}

TEST_F(HubTest, AWriteThatHangsIsCutOnePastItsTime) {
  writer_->Hold();
  connection_->Say(AckEvent(1));
  clock_.Advance(limits_.stuck_write);
  hub_.Tick();
  Flush();
  EXPECT_EQ(writer_->cancels(), 0);
  clock_.Advance(absl::Microseconds(1));
  hub_.Tick();
  Flush();
  EXPECT_EQ(writer_->cancels(), 1);
}

TEST_F(HubTest, AReaderWithProgressIsNotCut) {
  writer_->Hold();
  connection_->Say(AckEvent(1));
  clock_.Advance(limits_.stuck_write);
  connection_->Say(AckEvent(2));
  writer_->Release();
  clock_.Advance(limits_.stuck_write);
  hub_.Tick();
  Flush();
  EXPECT_EQ(writer_->cancels(), 0);
}

TEST_F(HubTest, ASilentStreamGetsASignOfLife) {
  connection_->Say(AckEvent(1));
  clock_.Advance(limits_.heartbeat_interval - absl::Microseconds(1));
  hub_.Tick();
  Flush();
  EXPECT_EQ(CountOf(v1::Event::kHeartbeat), 0);
  clock_.Advance(absl::Microseconds(1));
  hub_.Tick();
  hub_.Tick();
  Flush();
  EXPECT_EQ(CountOf(v1::Event::kHeartbeat), 1);
}

}  // namespace
}  // namespace conclave::fanout
