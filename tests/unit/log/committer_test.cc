#include "server/log/committer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "conclave/v1/chat.pb.h"
#include "server/core/event_codec.h"
#include "server/core/refusal.h"
#include "server/fanout/hub.h"
#include "server/fanout/room_tails.h"
#include "server/log/attach.h"
#include "server/log/page_loader.h"
#include "server/log/reader_pool.h"
#include "server/log/summaries.h"
#include "server/store/memory/memory_store.h"
#include "tests/client/fake_time.h"
#include "tests/support/fault_store.h"

namespace conclave::log {
namespace {

using store::CommitFault;
using testing::FakeClock;

// The answer to one command, when it has come. Thread-safe.
class Answer {
 public:
  void Set(absl::StatusOr<CommandResult> result) {
    const MutexLock lock(mu_);
    result_ = std::move(result);
    changed_.SignalAll();
  }
  absl::StatusOr<CommandResult> Await() {
    const MutexLock lock(mu_);
    while (!result_) changed_.Wait(mu_);
    return *result_;
  }
  bool has_come() {
    const MutexLock lock(mu_);
    return result_.has_value();
  }

 private:
  Mutex mu_;
  CondVar changed_;
  std::optional<absl::StatusOr<CommandResult>> result_ ABSL_GUARDED_BY(mu_);
};

using AnswerPtr = std::shared_ptr<Answer>;

v1::Reason ReasonOf(const absl::StatusOr<CommandResult>& result) {
  return result.ok() ? v1::REASON_UNSPECIFIED : ErrorFrom(result.status()).reason();
}

CommandId IdOf(std::uint8_t number) {
  std::array<std::uint8_t, CommandId::kSize> bytes{};
  bytes[5] = number;
  bytes[6] = 0x70;
  bytes[8] = 0x80;
  return CommandId(bytes);
}

chat::SendMessage Saying(const std::string& text, RoomId room = RoomId(1)) {
  v1::RoomEvent event;
  event.mutable_message()->set_text(text);
  return {.room = room, .body = EncodeBody(event)};
}

bool Says(const store::EventRow& row, const std::string& text) {
  v1::Event event;
  return DecodeEvent(row.bytes, event) && event.room_event().message().text() == text;
}

// A committer over a store that can fail, with one user, alice.
class CommitterTest : public ::testing::Test {
 protected:
  CommitterTest() {
    Start();
    const auto added = Submit({.command = chat::AddDevice{.user_name = "alice", .device_name = "laptop"}})->Await();
    alice_ = added->user->id;
    device_ = added->device->id;
  }
  ~CommitterTest() override {
    committer_.reset();
    readers_.Stop();
  }

  void Start() {
    committer_.reset();
    committer_ = std::make_unique<Committer>(store_, hub_, limits_, clock_, random_);
    ASSERT_TRUE(committer_->Start().ok());
  }
  AnswerPtr Submit(CommandRequest request) {
    auto answer = std::make_shared<Answer>();
    request.done = [answer](absl::StatusOr<CommandResult> result) { answer->Set(std::move(result)); };
    if (const absl::Status submitted = committer_->Submit(std::move(request)); !submitted.ok()) answer->Set(submitted);
    return answer;
  }
  AnswerPtr AliceSends(chat::Command command, std::uint8_t id) {
    return Submit({.command = std::move(command), .author = alice_, .device = device_, .id = IdOf(id)});
  }
  AnswerPtr AliceSays(const std::string& text, std::uint8_t id) { return AliceSends(Saying(text), id); }
  // The numbers stored in the lobby, which must be dense.
  Seq Head() { return (*memory_.LoadRoom(RoomId(1)))->head; }
  std::vector<store::EventRow> Events() {
    return memory_.LoadPage({.room = RoomId(1), .max_events = 100'000, .max_bytes = 100'000'000})->events;
  }

  Limits limits_{.commit_queue = 4};
  FakeClock clock_;
  testing::SeededRandom random_{1};
  store::MemoryStore memory_{random_};
  store::FaultStore store_{memory_};
  fanout::RoomTails tails_{100'000};
  ReaderPool readers_{2, 100};
  PageLoader pages_{store_, readers_, tails_};
  Attach attach_{store_, readers_};
  Summaries summaries_{store_, readers_};
  fanout::Hub hub_{1, limits_, tails_, {.pages = pages_, .access = attach_, .summaries = summaries_}};
  std::unique_ptr<Committer> committer_;
  UserId alice_;
  DeviceId device_;
};

TEST_F(CommitterTest, WhatWaitsDuringACommitIsOneBatch) {
  store_.HoldCommits();
  const AnswerPtr first = AliceSays("a", 1);
  store_.AwaitHeldCommit();
  const std::size_t before = store_.commits();
  std::vector<AnswerPtr> others;
  for (std::uint8_t id = 2; id <= 4; ++id) others.push_back(AliceSays("b", id));
  store_.ReleaseCommits();
  for (const AnswerPtr& other : others) EXPECT_TRUE(other->Await().ok());
  EXPECT_EQ(store_.commits(), before + 1);
}

TEST_F(CommitterTest, NothingIsAnsweredBeforeItIsWritten) {
  store_.HoldCommits();
  const AnswerPtr answer = AliceSays("a", 1);
  store_.AwaitHeldCommit();
  EXPECT_FALSE(answer->has_come());
  store_.ReleaseCommits();
  const Seq seq = answer->Await()->seq;
  EXPECT_EQ(seq, Head());
}

TEST_F(CommitterTest, ARefusedCommandDoesNotFailItsBatch) {
  store_.HoldCommits();
  const AnswerPtr first = AliceSays("a", 1);
  store_.AwaitHeldCommit();
  const AnswerPtr good = AliceSays("b", 2);
  const AnswerPtr bad = AliceSends(Saying("c", RoomId(99)), 3);
  const AnswerPtr also_good = AliceSays("d", 4);
  store_.ReleaseCommits();
  EXPECT_TRUE(good->Await().ok());
  EXPECT_EQ(ReasonOf(bad->Await()), v1::REASON_ROOM_NOT_FOUND);
  EXPECT_EQ(also_good->Await()->seq, good->Await()->seq + 1);
}

TEST_F(CommitterTest, ADamagedRoomFailsItsOwnCommandsOnly) {
  const auto made = AliceSends(chat::CreateRoom{.kind = v1::ROOM_KIND_PUBLIC, .name = "room"}, 9)->Await();
  ASSERT_TRUE(made.ok());
  store_.DamageRoom(made->room.id);
  store_.HoldCommits();
  const AnswerPtr first = AliceSays("a", 1);
  store_.AwaitHeldCommit();
  const AnswerPtr good = AliceSays("b", 2);
  const AnswerPtr damaged = AliceSends(Saying("c", made->room.id), 3);
  const AnswerPtr also_good = AliceSays("d", 4);
  store_.ReleaseCommits();
  EXPECT_TRUE(good->Await().ok());
  EXPECT_EQ(ReasonOf(damaged->Await()), v1::REASON_DATA_DAMAGED);
  EXPECT_EQ(also_good->Await()->seq, good->Await()->seq + 1);
  EXPECT_TRUE(committer_->healthy());
  store_.Heal();
  EXPECT_EQ(AliceSends(Saying("c", made->room.id), 3)->Await()->seq, made->room.head + 1);
}

TEST_F(CommitterTest, ARetryReturnsTheFirstAnswerAlsoAfterARestart) {
  const auto first = AliceSays("a", 1)->Await();
  EXPECT_TRUE(AliceSays("b", 2)->Await().ok());
  const Seq head = Head();
  EXPECT_EQ(AliceSays("a", 1)->Await()->seq, first->seq);
  Start();
  const auto again = AliceSays("a", 1)->Await();
  EXPECT_EQ(again->seq, first->seq);
  EXPECT_EQ(again->time, first->time);
  EXPECT_EQ(Head(), head);
}

TEST_F(CommitterTest, ARetryWithinOneBatchIsStoredOnce) {
  store_.HoldCommits();
  AliceSays("a", 1);
  store_.AwaitHeldCommit();
  const AnswerPtr first = AliceSays("b", 2);
  const AnswerPtr again = AliceSays("b", 2);
  store_.ReleaseCommits();
  EXPECT_EQ(first->Await()->seq, again->Await()->seq);
}

TEST_F(CommitterTest, AnIdUsedForAnotherCommandIsRefused) {
  EXPECT_TRUE(AliceSays("a", 1)->Await().ok());
  EXPECT_EQ(ReasonOf(AliceSays("b", 1)->Await()), v1::REASON_ID_REUSED);
}

TEST_F(CommitterTest, ARefusalIsNotRemembered) {
  EXPECT_FALSE(AliceSends(Saying("a", RoomId(99)), 1)->Await().ok());
  EXPECT_TRUE(AliceSays("a", 1)->Await().ok());
}

class UnknownFateTest : public CommitterTest, public ::testing::WithParamInterface<CommitFault> {};

TEST_P(UnknownFateTest, EveryCommandIsToldAndARetrySettlesToOneEvent) {
  store_.HoldCommits();
  AliceSays("a", 1);
  store_.AwaitHeldCommit();
  const AnswerPtr message = AliceSays("b", 2);
  const AnswerPtr refused = AliceSends(Saying("c", RoomId(99)), 3);
  store_.FailCommits(GetParam());
  store_.ReleaseCommits();
  EXPECT_EQ(ReasonOf(message->Await()), v1::REASON_FATE_UNKNOWN);
  EXPECT_EQ(ReasonOf(refused->Await()), v1::REASON_FATE_UNKNOWN);
  EXPECT_FALSE(committer_->healthy());
  store_.Heal();
  const auto settled = AliceSays("b", 2)->Await();
  ASSERT_TRUE(settled.ok());
  EXPECT_EQ(settled->seq, AliceSays("b", 2)->Await()->seq);
  EXPECT_TRUE(AliceSays("d", 4)->Await().ok());
  Seq seq = 0;
  for (const store::EventRow& event : Events()) EXPECT_EQ(event.seq, ++seq);
  int copies = 0;
  for (const store::EventRow& event : Events()) copies += Says(event, "b") ? 1 : 0;
  EXPECT_EQ(copies, 1);
  EXPECT_TRUE(committer_->healthy());
}

INSTANTIATE_TEST_SUITE_P(Fates, UnknownFateTest, ::testing::Values(CommitFault::kWritten, CommitFault::kNotWritten));

TEST_F(CommitterTest, ARefusalDoesNotTurnHealthBack) {
  store_.FailCommits(CommitFault::kNotWritten);
  EXPECT_FALSE(AliceSays("a", 1)->Await().ok());
  EXPECT_FALSE(committer_->healthy());
  EXPECT_FALSE(AliceSends(Saying("c", RoomId(99)), 3)->Await().ok());
  EXPECT_FALSE(committer_->healthy());
  store_.Heal();
  EXPECT_TRUE(AliceSays("a", 1)->Await().ok());
  EXPECT_TRUE(committer_->healthy());
}

TEST_F(CommitterTest, HealthComesBackThoughNobodySaysAnything) {
  store_.FailCommits(CommitFault::kNotWritten);
  EXPECT_FALSE(AliceSays("a", 1)->Await().ok());
  store_.HoldCommits();
  // The probe, which fails, and the next, which does not.
  store_.AwaitHeldCommit();
  EXPECT_FALSE(committer_->healthy());
  store_.Heal();
  store_.ReleaseCommits();
  while (!committer_->healthy()) std::this_thread::yield();
}

TEST_F(CommitterTest, AnOldIdThatIsTakenIsFoundThoughTheBatchWasDecidedWithout) {
  // After a restart the newest id known is 1, so that 9 looks new.
  const auto first = AliceSays("a", 9)->Await();
  Start();
  EXPECT_TRUE(AliceSays("b", 1)->Await().ok());
  store_.HoldCommits();
  AliceSays("c", 2);
  store_.AwaitHeldCommit();
  const AnswerPtr before = AliceSays("d", 3);
  const AnswerPtr retry = AliceSays("a", 9);
  const AnswerPtr reuse = AliceSays("other", 9);
  store_.ReleaseCommits();
  EXPECT_EQ(retry->Await()->seq, first->seq);
  EXPECT_TRUE(before->Await().ok());
  EXPECT_EQ(ReasonOf(reuse->Await()), v1::REASON_ID_REUSED);
}

TEST_F(CommitterTest, TheQueueHoldsItsLimitAndNotOneMore) {
  store_.HoldCommits();
  AliceSays("a", 1);
  store_.AwaitHeldCommit();
  std::vector<AnswerPtr> waiting;
  for (std::uint8_t id = 2; id <= 5; ++id) waiting.push_back(AliceSays("b", id));
  const auto refused = AliceSays("c", 6);
  ASSERT_TRUE(refused->has_come());
  EXPECT_EQ(ReasonOf(refused->Await()), v1::REASON_BUSY);
  EXPECT_EQ(ErrorFrom(refused->Await().status()).limit(), "limits.commit_queue");
  store_.ReleaseCommits();
  for (const AnswerPtr& answer : waiting) EXPECT_TRUE(answer->Await().ok());
}

TEST_F(CommitterTest, TheQueueHoldsItsBytesAndNotOneMore) {
  // What two commands hold, each with a text of 1000 bytes.
  const auto two_with = [](std::size_t text) {
    return 2 * sizeof(CommandRequest) + Saying(std::string(1000, 'x')).body.size() +
           Saying(std::string(text, 'x')).body.size();
  };
  limits_.commit_queue_bytes = two_with(1000);
  Start();
  store_.HoldCommits();
  AliceSays("a", 1);
  store_.AwaitHeldCommit();
  const AnswerPtr first = AliceSays(std::string(1000, 'x'), 2);
  const v1::Error refused = ErrorFrom(AliceSays(std::string(1001, 'x'), 3)->Await().status());
  EXPECT_EQ(refused.reason(), v1::REASON_BUSY);
  EXPECT_EQ(refused.limit(), "limits.commit_queue_bytes");
  EXPECT_EQ(refused.limit_value(), two_with(1000));
  const AnswerPtr second = AliceSays(std::string(1000, 'x'), 4);
  EXPECT_EQ(committer_->GetWaiting().commands, 2u);
  EXPECT_EQ(committer_->GetWaiting().bytes, two_with(1000));
  store_.ReleaseCommits();
  EXPECT_TRUE(first->Await().ok());
  EXPECT_TRUE(second->Await().ok());
  EXPECT_EQ(committer_->GetWaiting().bytes, 0u);
}

TEST_F(CommitterTest, NobodyIsDrawnIntoOneRoomMoreThanAUserMayBeIn) {
  limits_.rooms_per_user = 2;
  Start();
  const UserId bob =
      Submit({.command = chat::AddDevice{.user_name = "bob", .device_name = "laptop"}})->Await()->user->id;
  const UserId carol =
      Submit({.command = chat::AddDevice{.user_name = "carol", .device_name = "laptop"}})->Await()->user->id;
  // Alice and bob are in the lobby and this one.
  EXPECT_TRUE(AliceSends(chat::OpenDirectRoom{.members = {alice_, bob}}, 1)->Await().ok());
  const auto refused = Submit({.command = chat::OpenDirectRoom{.members = {alice_, carol}},
                               .author = carol,
                               .device = DeviceId(3),
                               .id = IdOf(2)})
                           ->Await();
  EXPECT_EQ(ErrorFrom(refused.status()).limit(), "limits.rooms_per_user");
  EXPECT_TRUE(AliceSends(chat::OpenDirectRoom{.members = {alice_, bob}}, 3)->Await().ok()) << "it is there already";
}

TEST_F(CommitterTest, StopCommitsWhatWaitsAndRefusesTheRest) {
  store_.HoldCommits();
  AliceSays("a", 1);
  store_.AwaitHeldCommit();
  const AnswerPtr waiting = AliceSays("b", 2);
  store_.ReleaseCommits();
  committer_->Stop();
  EXPECT_TRUE(waiting->Await().ok());
  EXPECT_EQ(ReasonOf(AliceSays("c", 3)->Await()), v1::REASON_DRAINING);
}

TEST_F(CommitterTest, TimeNeverGoesBackInARoom) {
  const auto first = AliceSays("a", 1)->Await();
  clock_.Advance(-absl::Hours(1));
  const auto second = AliceSays("b", 2)->Await();
  EXPECT_EQ(second->time, first->time);
  clock_.Advance(absl::Hours(2));
  EXPECT_GT(AliceSays("c", 3)->Await()->time, second->time);
}

// Takes every write at once, and remembers the events.
class Reader final : public fanout::Writer {
 public:
  void Write(fanout::WriteBatch batch) override {
    std::string bytes;
    for (const fanout::WritePiece& piece : batch) bytes.append(piece.bytes);
    v1::ChatResponse response;
    response.ParseFromString(bytes);
    {
      const MutexLock lock(mu_);
      for (const v1::Event& event : response.events()) events_.push_back(event);
      changed_.SignalAll();
    }
    if (const auto connection = connection_.lock()) connection->Written();
  }
  void Finish(const absl::Status&) override {}
  void Cancel() override {}

  void set_connection(const std::shared_ptr<fanout::Connection>& connection) { connection_ = connection; }
  template <typename Predicate>
  bool Sees(Predicate matches) {
    const MutexLock lock(mu_);
    while (std::none_of(events_.begin(), events_.end(), matches)) {
      if (changed_.WaitFor(mu_, absl::Seconds(10))) return false;
    }
    return true;
  }

 private:
  std::weak_ptr<fanout::Connection> connection_;
  Mutex mu_;
  CondVar changed_;
  std::vector<v1::Event> events_ ABSL_GUARDED_BY(mu_);
};

TEST_F(CommitterTest, ReadersGetWhatWasWrittenByACommitThatFailed) {
  attach_.set_hub(hub_);
  const auto reader = std::make_shared<Reader>();
  const auto connection = std::make_shared<fanout::Connection>(alice_, device_, limits_, clock_, reader);
  reader->set_connection(connection);
  hub_.Add(connection);
  hub_.Follow(connection, {});
  hub_.Attach(connection, RoomId(1), 0, 1);
  ASSERT_TRUE(reader->Sees([](const v1::Event& event) { return event.has_caught_up(); }));
  store_.FailNextCommit(CommitFault::kWritten);
  EXPECT_FALSE(AliceSays("a", 1)->Await().ok());
  const Seq head = Head();
  EXPECT_TRUE(reader->Sees([head](const v1::Event& event) { return event.room_event().seq() == head; }));
  hub_.Remove(connection);
}

TEST_F(CommitterTest, AMembershipWrittenByACommitThatFailedIsMadeKnown) {
  const auto reader = std::make_shared<Reader>();
  const auto connection = std::make_shared<fanout::Connection>(alice_, device_, limits_, clock_, reader);
  reader->set_connection(connection);
  hub_.Add(connection);
  hub_.Follow(connection, {});
  store_.FailNextCommit(CommitFault::kWritten);
  EXPECT_FALSE(AliceSends(chat::CreateRoom{.kind = v1::ROOM_KIND_PUBLIC, .name = "new"}, 1)->Await().ok());
  EXPECT_TRUE(reader->Sees([](const v1::Event& event) { return event.room_summary().name() == "new"; }));
  hub_.Remove(connection);
}

TEST(ReaderPoolTest, CatchUpNeverOccupiesAllThreads) {
  ReaderPool pool(2, 10);
  Mutex mu;
  CondVar changed;
  bool release = false;
  int begun = 0;
  bool interactive = false;
  const auto blocking = [&] {
    const MutexLock lock(mu);
    ++begun;
    changed.SignalAll();
    while (!release) changed.Wait(mu);
  };
  ASSERT_TRUE(pool.Submit(ReaderPool::Class::kCatchUp, blocking).ok());
  ASSERT_TRUE(pool.Submit(ReaderPool::Class::kCatchUp, blocking).ok());
  ASSERT_TRUE(pool.Submit(ReaderPool::Class::kInteractive,
                          [&] {
                            const MutexLock lock(mu);
                            interactive = true;
                            changed.SignalAll();
                          })
                  .ok());
  {
    const MutexLock lock(mu);
    while (!interactive || begun == 0) changed.Wait(mu);
    EXPECT_EQ(begun, 1);
    release = true;
    changed.SignalAll();
  }
  pool.Stop();
  EXPECT_EQ(begun, 2) << "what was queued is run before the end";
  EXPECT_FALSE(pool.Submit(ReaderPool::Class::kInteractive, [] {}).ok());
}

TEST(ReaderPoolTest, EachClassQueuesItsLimitAndNotOneMore) {
  constexpr std::size_t kBytes = 100;
  ReaderPool pool(2, 2, kBytes);
  Mutex mu;
  CondVar changed;
  bool release = false;
  int begun = 0;
  const auto blocking = [&] {
    const MutexLock lock(mu);
    ++begun;
    changed.SignalAll();
    while (!release) changed.Wait(mu);
  };
  for (int i = 1; i <= 2; ++i) {
    ASSERT_TRUE(pool.Submit(ReaderPool::Class::kInteractive, blocking).ok());
    const MutexLock lock(mu);
    while (begun < i) changed.Wait(mu);
  }
  for (const ReaderPool::Class work : {ReaderPool::Class::kInteractive, ReaderPool::Class::kCatchUp}) {
    EXPECT_TRUE(pool.Submit(
                        work, [] {}, kBytes)
                    .ok());
    EXPECT_EQ(ErrorFrom(pool.Submit(
                            work, [] {}, 1))
                  .limit(),
              "limits.read_queue_bytes");
    EXPECT_TRUE(pool.Submit(work, [] {}).ok());
    const v1::Error refusal = ErrorFrom(pool.Submit(work, [] {}));
    EXPECT_EQ(refusal.reason(), v1::REASON_BUSY);
    EXPECT_EQ(refusal.limit(), "limits.read_queue");
    EXPECT_EQ(pool.GetWaiting(work).jobs, 2u);
    EXPECT_EQ(pool.GetWaiting(work).bytes, kBytes);
  }
  {
    const MutexLock lock(mu);
    release = true;
    changed.SignalAll();
  }
  pool.Stop();
}

}  // namespace
}  // namespace conclave::log
