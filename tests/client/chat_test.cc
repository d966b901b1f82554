#include "client/chat.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/client/names.h"
#include "tests/client/recorder.h"
#include "tests/support/fake_chat_server.h"

namespace conclave::client {
namespace {

using conclave::testing::FakeChatServer;
using conclave::testing::FakeStream;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr absl::Duration kPatience = absl::Seconds(10);
// Soon enough for a test, and still jittered.
constexpr BackoffPolicy kQuick = {.base = absl::Milliseconds(5), .cap = absl::Milliseconds(20)};
constexpr BackoffPolicy kNever = {.base = absl::Hours(1), .cap = absl::Hours(1)};

class ChatTest : public ::testing::Test {
 protected:
  Chat& Opens(const Identity& identity, const BackoffPolicy& backoff = kQuick) {
    connection_ = std::make_shared<Connection>(identity, ChannelOptions{});
    chat_ = std::make_unique<Chat>(connection_, ChatOptions{.backoff = backoff}, told_);
    chat_->Start();
    return *chat_;
  }
  Chat& Opens(const BackoffPolicy& backoff = kQuick) { return Opens(server_.MakeIdentity(), backoff); }

  FakeChatServer server_;
  // Outlives the Chat, which is told of.
  Recorder told_;
  std::shared_ptr<Connection> connection_;
  std::unique_ptr<Chat> chat_;
};

TEST_F(ChatTest, GoesOnlineAndSaysSo) {
  Chat& chat = Opens();
  server_.AwaitsStream().Welcomes();
  EXPECT_TRUE(chat.WaitOnline(kPatience));
  EXPECT_TRUE(told_.Sees("online"));
  EXPECT_THAT(told_.All(""), ElementsAre("connecting", "welcome", "online"));
}

TEST_F(ChatTest, MessageIsAcked) {
  Chat& chat = Opens();
  const FakeStream stream = server_.AwaitsStream();
  stream.Welcomes();
  ASSERT_TRUE(chat.Send(kRoom, "hi").ok());
  stream.Acks(stream.AwaitsSend("hi"), 12);
  EXPECT_TRUE(chat.WaitIdle(kPatience));
  EXPECT_TRUE(told_.Sees("ack 5/12"));
}

TEST_F(ChatTest, ResumesAfterTheStreamBroke) {
  Chat& chat = Opens();
  ASSERT_TRUE(chat.Attach(kRoom, 0).ok());
  const FakeStream first = server_.AwaitsStream();
  first.Welcomes();
  first.Attaches(kRoom);
  first.SaysEvent(kRoom, 1, "one");
  ASSERT_TRUE(told_.Sees("event 5/1 one"));
  first.Drops();
  const FakeStream second = server_.AwaitsStream();
  const v1::Hello hello = second.Welcomes();
  ASSERT_EQ(hello.attach_size(), 1);
  EXPECT_EQ(hello.attach(0).after_seq(), 1u);
  second.SaysEvent(kRoom, 2, "two");
  EXPECT_TRUE(told_.Sees("event 5/2 two"));
  EXPECT_THAT(told_.All("event"), ElementsAre("event 5/1 one", "event 5/2 two"));
}

TEST_F(ChatTest, UnansweredMessagesAreSentAgainOnceInOrderWithTheirIds) {
  Chat& chat = Opens();
  const FakeStream first = server_.AwaitsStream();
  first.Welcomes();
  for (const char* text : {"a", "b", "c"}) ASSERT_TRUE(chat.Send(kRoom, text).ok());
  const v1::ChatRequest a = first.AwaitsSend("a");
  const v1::ChatRequest b = first.AwaitsSend("b");
  const v1::ChatRequest c = first.AwaitsSend("c");
  first.Acks(a, 1);
  ASSERT_TRUE(told_.Sees("ack 5/1"));
  first.Drops();
  const FakeStream second = server_.AwaitsStream();
  second.Welcomes();
  const v1::ChatRequest b_again = second.AwaitsSend("b");
  const v1::ChatRequest c_again = second.AwaitsSend("c");
  EXPECT_EQ(b_again.send_message().command_id(), b.send_message().command_id());
  EXPECT_EQ(c_again.send_message().command_id(), c.send_message().command_id());
  second.Acks(b_again, 2);
  second.Acks(c_again, 3);
  EXPECT_TRUE(chat.WaitIdle(kPatience));
  EXPECT_THAT(told_.All("ack"), ElementsAre("ack 5/1", "ack 5/2", "ack 5/3"));
}

TEST_F(ChatTest, SurvivesARestartOfTheServer) {
  Chat& chat = Opens();
  server_.AwaitsStream().Welcomes();
  ASSERT_TRUE(chat.WaitOnline(kPatience));
  server_.Stops();
  ASSERT_TRUE(told_.Sees("waiting"));
  ASSERT_TRUE(chat.Send(kRoom, "while away").ok());
  server_.StartsAgain();
  const FakeStream stream = server_.AwaitsStream();
  stream.Welcomes();
  stream.Acks(stream.AwaitsSend("while away"), 1);
  EXPECT_TRUE(chat.WaitIdle(kPatience));
}

TEST_F(ChatTest, ReplacedIsFinal) {
  Chat& chat = Opens();
  const FakeStream stream = server_.AwaitsStream();
  stream.Welcomes();
  stream.Replaces();
  ASSERT_TRUE(chat.WaitStopped(kPatience));
  EXPECT_EQ(chat.GetState().stop, StopReason::kTrouble);
  EXPECT_EQ(chat.GetState().trouble.kind, TroubleKind::kReplaced);
  EXPECT_EQ(server_.streams_opened(), 1);
  EXPECT_THAT(told_.All("waiting"), IsEmpty());
  EXPECT_FALSE(chat.Send(kRoom, "more").ok());
}

TEST_F(ChatTest, RefusedIdentityIsFinal) {
  Chat& chat = Opens();
  server_.AwaitsStream().Ends(v1::REASON_UNKNOWN_DEVICE, "This device is not registered.");
  ASSERT_TRUE(chat.WaitStopped(kPatience));
  EXPECT_EQ(chat.GetState().trouble.kind, TroubleKind::kIdentity);
  EXPECT_EQ(chat.GetState().trouble.sentence, "This device is not registered.");
}

TEST_F(ChatTest, ServerThatRefusesTheCertificateIsReportedInOneSentence) {
  Chat& chat = Opens(server_.MakeStrangerIdentity(), kNever);
  ASSERT_TRUE(told_.Sees("waiting"));
  EXPECT_EQ(chat.GetState().trouble.kind, TroubleKind::kHandshakeRefused);
  EXPECT_EQ(chat.GetState().trouble.sentence,
            absl::StrCat("The server at ", server_.address(), " refused this device's certificate, or is not there."));
  EXPECT_EQ(server_.streams_opened(), 0);
}

TEST_F(ChatTest, ServerOfAnotherAuthorityIsNotTrusted) {
  Identity identity = server_.MakeIdentity();
  identity.authority = FakeChatServer().MakeIdentity().authority;
  Chat& chat = Opens(identity, kNever);
  ASSERT_TRUE(told_.Sees("waiting"));
  EXPECT_EQ(chat.GetState().trouble.kind, TroubleKind::kServerNotTrusted);
}

TEST_F(ChatTest, AbsentServerIsReportedInOneSentence) {
  server_.Stops();
  Chat& chat = Opens(kNever);
  ASSERT_TRUE(told_.Sees("waiting"));
  EXPECT_EQ(chat.GetState().trouble.kind, TroubleKind::kUnreachable);
  EXPECT_EQ(chat.GetState().trouble.sentence, absl::StrCat("No server answers at ", server_.address(), "."));
}

// Without a server in this process the client's own channel is all that keeps gRPC's callback threads.
TEST_F(ChatTest, ManyAttemptsInVainDoNoHarm) {
  const Identity identity = server_.MakeIdentity();
  server_.Stops();
  for (int round = 0; round < 5; ++round) {
    Recorder told;
    Chat chat(std::make_shared<Connection>(identity, ChannelOptions{}), ChatOptions{.backoff = kQuick}, told);
    chat.Start();
    EXPECT_TRUE(told.SeesCount(40));
  }
}

TEST_F(ChatTest, RetryNowDoesNotWait) {
  server_.Stops();
  Chat& chat = Opens(kNever);
  ASSERT_TRUE(told_.Sees("waiting"));
  server_.StartsAgain();
  chat.RetryNow();
  server_.AwaitsStream().Welcomes();
  EXPECT_TRUE(chat.WaitOnline(kPatience));
}

TEST_F(ChatTest, DrainingServerIsLeftAloneForTheTimeItAsked) {
  Chat& chat = Opens();
  const FakeStream stream = server_.AwaitsStream();
  stream.Welcomes();
  stream.Drains(/*retry_after_ms=*/3'600'000);
  ASSERT_TRUE(told_.Sees("notice"));
  const TimeUs before = SystemClock().NowUs();
  stream.Ends(v1::REASON_DRAINING, "Going away.");
  ASSERT_TRUE(told_.Sees("waiting"));
  const TimeUs retry_at = chat.GetState().retry_at;
  EXPECT_GE(retry_at, before + 1'800'000'000);
  EXPECT_LE(retry_at, SystemClock().NowUs() + 3'600'000'000);
}

TEST_F(ChatTest, BrokenContractIsReportedAndResumedFromTheLastGoodNumber) {
  Chat& chat = Opens();
  ASSERT_TRUE(chat.Attach(kRoom, 0).ok());
  const FakeStream first = server_.AwaitsStream();
  first.Welcomes();
  first.Attaches(kRoom);
  first.SaysEvent(kRoom, 1, "one");
  first.SaysEvent(kRoom, 3, "three");
  const FakeStream second = server_.AwaitsStream();
  EXPECT_EQ(second.Welcomes().attach(0).after_seq(), 1u);
  ASSERT_EQ(told_.All("violation").size(), 1u);
  EXPECT_THAT(told_.All("violation")[0], HasSubstr("event 3 where 2 was due"));
  EXPECT_THAT(told_.All("event"), ElementsAre("event 5/1 one"));
}

TEST_F(ChatTest, SilentServerIsAskedAndThenGivenUp) {
  Opens();
  const FakeStream stream = server_.AwaitsStream();
  stream.Welcomes({.heartbeat_ms = 20});
  EXPECT_TRUE(stream.Awaits().has_ping());
  EXPECT_TRUE(stream.Awaits().has_ping());
  stream.AwaitsEnd();
  server_.AwaitsStream().Welcomes();
}

TEST_F(ChatTest, PongIsTold) {
  Chat& chat = Opens();
  const FakeStream stream = server_.AwaitsStream();
  stream.Welcomes();
  ASSERT_TRUE(chat.WaitOnline(kPatience));
  chat.Ping();
  const v1::ChatRequest ping = stream.Awaits();
  v1::Event event;
  event.mutable_pong()->set_request_id(ping.request_id());
  stream.Says(event);
  EXPECT_TRUE(told_.Sees("pong"));
}

TEST_F(ChatTest, HalfCloseWaitsForTheAnswersAndFinishes) {
  Chat& chat = Opens();
  const FakeStream stream = server_.AwaitsStream();
  stream.Welcomes();
  ASSERT_TRUE(chat.Send(kRoom, "last").ok());
  chat.HalfClose();
  const v1::ChatRequest last = stream.AwaitsSend("last");
  stream.AwaitsHalfClose();
  EXPECT_FALSE(chat.Send(kRoom, "too late").ok());
  stream.Acks(last, 1);
  stream.EndsWell();
  ASSERT_TRUE(chat.WaitStopped(kPatience));
  EXPECT_EQ(chat.GetState().stop, StopReason::kFinished);
  EXPECT_THAT(told_.All("ack"), ElementsAre("ack 5/1"));
}

TEST_F(ChatTest, HalfCloseSendsAgainWhatABrokenStreamDidNotAnswer) {
  Chat& chat = Opens();
  const FakeStream first = server_.AwaitsStream();
  first.Welcomes();
  ASSERT_TRUE(chat.Send(kRoom, "last").ok());
  chat.HalfClose();
  first.AwaitsSend("last");
  first.Drops();
  const FakeStream second = server_.AwaitsStream();
  second.Welcomes();
  const v1::ChatRequest last = second.AwaitsSend("last");
  second.AwaitsHalfClose();
  second.Acks(last, 1);
  second.EndsWell();
  ASSERT_TRUE(chat.WaitStopped(kPatience));
  EXPECT_EQ(chat.GetState().stop, StopReason::kFinished);
}

TEST_F(ChatTest, HalfCloseWithoutAConnectionIsFinishedAtOnce) {
  server_.Stops();
  Chat& chat = Opens(kNever);
  ASSERT_TRUE(told_.Sees("waiting"));
  chat.HalfClose();
  EXPECT_TRUE(chat.WaitStopped(kPatience));
}

TEST_F(ChatTest, PausedReadingDeliversNothingAndThenEverythingInOrder) {
  Chat& chat = Opens();
  ASSERT_TRUE(chat.Attach(kRoom, 0).ok());
  const FakeStream stream = server_.AwaitsStream();
  stream.Welcomes();
  stream.Attaches(kRoom);
  ASSERT_TRUE(told_.Sees("attached 5 from 1"));
  chat.PauseReading(true);
  // One read was under way and may bring one response.
  constexpr Seq kEvents = 50;
  for (Seq seq = 1; seq <= kEvents; ++seq) stream.SaysEvent(kRoom, seq, "x");
  ASSERT_TRUE(chat.Send(kRoom, "still writing").ok());
  stream.AwaitsSend("still writing");
  EXPECT_LE(told_.All("event").size(), 1u);
  chat.PauseReading(false);
  EXPECT_TRUE(told_.Sees(absl::StrCat("event 5/", kEvents, " x")));
  EXPECT_EQ(told_.All("event").size(), kEvents);
  EXPECT_THAT(told_.All("violation"), IsEmpty());
}

TEST_F(ChatTest, CallbacksMayCallTheChatAndComeOneAtATime) {
  Chat* chat = nullptr;
  connection_ = std::make_shared<Connection>(server_.MakeIdentity(), ChannelOptions{});
  chat_ = std::make_unique<Chat>(connection_, ChatOptions{.backoff = kQuick}, told_);
  chat = chat_.get();
  std::atomic<int> sent{0};
  told_.DuringCalls([&] {
    if (sent++ < 20) {
      EXPECT_TRUE(chat->Send(kRoom, "again").ok());
    }
  });
  chat->Start();
  const FakeStream stream = server_.AwaitsStream();
  stream.Welcomes();
  for (Seq seq = 1; seq <= 20; ++seq) stream.Acks(stream.AwaitsSend("again"), seq);
  EXPECT_TRUE(chat->WaitIdle(kPatience));
  EXPECT_FALSE(told_.overlapped());
}

TEST_F(ChatTest, ShutdownFromWithinACallbackIsTheLastCall) {
  connection_ = std::make_shared<Connection>(server_.MakeIdentity(), ChannelOptions{});
  chat_ = std::make_unique<Chat>(connection_, ChatOptions{.backoff = kQuick}, told_);
  std::atomic<int> calls{0};
  told_.DuringCalls([&] {
    if (++calls == 2) chat_->Shutdown();
  });
  chat_->Start();
  const FakeStream stream = server_.AwaitsStream();
  stream.Welcomes();
  stream.AwaitsEnd();
  chat_->Shutdown();
  EXPECT_EQ(calls, 2);
}

TEST_F(ChatTest, ShutdownWaitsForACallOnAnotherThread) {
  connection_ = std::make_shared<Connection>(server_.MakeIdentity(), ChannelOptions{});
  chat_ = std::make_unique<Chat>(connection_, ChatOptions{.backoff = kQuick}, told_);
  std::atomic<bool> inside{false};
  std::atomic<bool> done{false};
  // The first call runs on the thread that starts the conversation, while its stream comes and goes.
  told_.DuringCalls([&] {
    inside = true;
    while (chat_->GetState().phase != Phase::kStopped) std::this_thread::yield();
    server_.AwaitsStream().AwaitsEnd();
    for (int i = 0; i < 10'000; ++i) std::this_thread::yield();
    done = true;
  });
  std::thread starting([&] { chat_->Start(); });
  while (!inside || server_.streams_opened() == 0) std::this_thread::yield();
  chat_->Shutdown();
  EXPECT_TRUE(done);
  starting.join();
}

TEST_F(ChatTest, ShutdownWhileNobodyAnswersReturnsAtOnce) {
  server_.Stops();
  Chat& chat = Opens(kNever);
  ASSERT_TRUE(told_.Sees("waiting"));
  chat.Shutdown();
  EXPECT_EQ(chat.GetState().stop, StopReason::kShutdown);
}

TEST_F(ChatTest, DestructionWithoutStartIsFine) {
  connection_ = std::make_shared<Connection>(server_.MakeIdentity(), ChannelOptions{});
  Chat chat(connection_, {}, told_);
}

// Welcomes every client and acks whatever comes, until the server is stopped.
void AnswerEverything(FakeChatServer& server) {
  for (;;) {
    std::optional<FakeStream> stream;
    try {
      stream = server.AwaitsStream();
    } catch (const std::runtime_error&) {
      return;
    }
    try {
      stream->Welcomes();
      for (Seq seq = 1;; ++seq) stream->Acks(stream->Awaits(), seq);
    } catch (const std::runtime_error&) {
      // This client is gone.
    }
  }
}

TEST(ChatShutdownTest, NoCallFollowsWheneverItComes) {
  for (std::size_t round = 0; round < 20; ++round) {
    FakeChatServer server;
    Recorder told;
    Chat chat(std::make_shared<Connection>(server.MakeIdentity(), ChannelOptions{}), ChatOptions{.backoff = kQuick},
              told);
    std::thread answering([&] { AnswerEverything(server); });
    std::thread user([&] {
      for (int i = 0; i < 50 && chat.Send(kRoom, "x").ok(); ++i) {
        if (i % 10 == 0) chat.DropStreamForTest();
      }
    });
    chat.Start();
    EXPECT_TRUE(told.SeesCount(2 * round + 1));
    chat.Shutdown();
    const std::size_t count = told.count();
    user.join();
    server.Stops();
    answering.join();
    EXPECT_EQ(told.count(), count);
    EXPECT_FALSE(told.overlapped());
  }
}

}  // namespace
}  // namespace conclave::client
