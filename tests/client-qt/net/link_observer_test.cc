#include "client-qt/net/link_observer.h"

#include <gmock/gmock.h>

#include <thread>
#include <vector>

#include "tests/client-qt/support/wait.h"

namespace conclave::desktop {
namespace {

// Keeps what it is told.
class RecordingListener : public LinkListener {
 public:
  void OnConnection(const ConnectionState& state) override { states.push_back(state); }
  void OnWelcome(const v1::Welcome& /*welcome*/) override {}
  void OnEpochChanged(std::uint64_t /*epoch*/) override {}
  void OnSummary(const v1::RoomSummary& /*summary*/) override {}
  void OnAttached(RoomId /*room*/, Seq /*from*/) override {}
  void OnAttachRefused(RoomId /*room*/, const v1::Error& /*error*/) override {}
  void OnEntry(const Entry& entry) override { entries.push_back(entry); }
  void OnGap(RoomId /*room*/, Seq /*from*/, Seq /*to*/) override {}
  void OnCaughtUp(RoomId /*room*/, Seq /*seq*/) override {}
  void OnAcked(RoomId /*room*/, const CommandId& /*command*/, Seq /*seq*/, TimeUs /*time*/) override {}
  void OnRefused(RoomId /*room*/, const CommandId& /*command*/, const v1::Error& /*error*/) override {}

  std::vector<ConnectionState> states;
  std::vector<Entry> entries;
};

v1::RoomEvent Said(Seq seq, const std::string& text) {
  v1::RoomEvent event;
  event.set_room_id(5);
  event.set_seq(seq);
  event.set_author_user_id(2);
  event.mutable_message()->set_text(text);
  return event;
}

class LinkObserverTest : public ::testing::Test {
 protected:
  Mailbox mailbox_;
  RecordingListener listener_;
  Mutex mu_;
  std::vector<bool> pauses_ ABSL_GUARDED_BY(mu_);
  LinkObserver observer_{UserId(1), mailbox_, listener_, [this](bool paused) {
                           MutexLock lock(mu_);
                           pauses_.push_back(paused);
                         }};

  std::vector<bool> Pauses() {
    MutexLock lock(mu_);
    return pauses_;
  }
};

TEST_F(LinkObserverTest, EventsArriveInOrderWithTheirTextParsed) {
  std::thread([&] {
    for (Seq seq = 1; seq <= 500; ++seq) observer_.OnRoomEvent(Said(seq, "**bold**"));
  }).join();
  EXPECT_TRUE(listener_.entries.empty()) << "not before the event loop runs";
  ASSERT_TRUE(WaitUntil([&] { return listener_.entries.size() == 500; }));
  for (Seq seq = 1; seq <= 500; ++seq) EXPECT_EQ(listener_.entries[seq - 1].message.seq, seq);
  EXPECT_TRUE(listener_.entries[0].message.document->blocks[0].spans.at(0).bold);
  EXPECT_THAT(Pauses(), ::testing::IsEmpty());
}

TEST_F(LinkObserverTest, AFullQueueStopsTheReadingUntilItIsDrained) {
  std::thread([&] {
    for (Seq seq = 1; seq <= LinkObserver::kFull; ++seq) observer_.OnRoomEvent(Said(seq, "a"));
  }).join();
  EXPECT_THAT(Pauses(), ::testing::IsEmpty()) << "as many as may";
  std::thread([&] {
    for (Seq seq = 1; seq <= 3; ++seq) observer_.OnRoomEvent(Said(LinkObserver::kFull + seq, "a"));
  }).join();
  EXPECT_THAT(Pauses(), ::testing::ElementsAre(true)) << "once";
  ASSERT_TRUE(WaitUntil([&] { return mailbox_.size() == 0 && Pauses().size() == 2; }));
  EXPECT_THAT(Pauses(), ::testing::ElementsAre(true, false));
  EXPECT_EQ(listener_.entries.size(), LinkObserver::kFull + 3);
}

TEST_F(LinkObserverTest, TroubleIsSaidUntilThereIsAConnection) {
  const client::State waiting{.phase = client::Phase::kWaiting,
                              .retry_at = 7,
                              .trouble = {.kind = client::TroubleKind::kServerNotTrusted, .sentence = "Not trusted."}};
  observer_.OnStateChanged({.phase = client::Phase::kConnecting});
  observer_.OnStateChanged(waiting);
  observer_.OnStateChanged({.phase = client::Phase::kConnecting});
  observer_.OnStateChanged({.phase = client::Phase::kOnline});
  observer_.OnStateChanged({.phase = client::Phase::kConnecting});
  ASSERT_TRUE(WaitUntil([&] { return mailbox_.size() == 0; }));
  std::vector<std::pair<ConnectionPhase, QString>> told;
  for (const ConnectionState& state : listener_.states) told.emplace_back(state.phase, state.sentence);
  EXPECT_THAT(told, ::testing::ElementsAre(std::pair(ConnectionPhase::kConnecting, QString()),
                                           std::pair(ConnectionPhase::kWaiting, QStringLiteral("Not trusted.")),
                                           std::pair(ConnectionPhase::kConnecting, QStringLiteral("Not trusted.")),
                                           std::pair(ConnectionPhase::kOnline, QString()),
                                           std::pair(ConnectionPhase::kConnecting, QString())));
}

}  // namespace
}  // namespace conclave::desktop
