// A client is killed without a warning while it holds messages: whatever was on its disk is sent, once and in order.
#include <gtest/gtest.h>
#include <signal.h>

#include <string>

#include "tests/client-qt/support/live_session_fixture.h"
#include "tests/support/subprocess.h"

namespace conclave::desktop {
namespace {

class KilledClientTest : public LiveSessionFixture {
 protected:
  // A process that writes; see outbox_writer.cc.
  std::unique_ptr<testing::Subprocess> StartWriter(const Person& person, RoomId room, int count) {
    return std::make_unique<testing::Subprocess>(std::vector<std::string>{
        testing::ProgramPath("desktop_outbox_writer"), person.profile().string(), person.identity().directory.string(),
        server_.address(), std::to_string(room.value()), std::to_string(count)});
  }

  static void KillWhenOnDisk(testing::Subprocess& writer, int count) {
    ASSERT_TRUE(writer.WaitForOutputLine("on disk " + std::to_string(count))) << writer.ErrorOutput();
    writer.Signal(SIGKILL);
    writer.Wait();
  }
};

TEST_F(KilledClientTest, AFullOutboxIsSentAfterARestartOnceAndInOrder) {
  Person& alice = Enters("alice");
  Person& bob = Enters("bob");
  const RoomId lobby = alice.InLobby();
  alice.Closes();
  server_.Kill();
  const auto writer = StartWriter(alice, lobby, 50);
  KillWhenOnDisk(*writer, 50);
  alice.Opens();
  EXPECT_EQ(alice.session().connection().waiting, 50);
  server_.Start();
  ASSERT_TRUE(bob.Sees(lobby, Numbered(50)));
  EXPECT_EQ(bob.Texts(lobby), NumberedUpTo(50));
}

// Killed in the midst of sending, with messages that the server has and the client does not know of it.
class KilledSenderTest : public KilledClientTest, public ::testing::WithParamInterface<int> {};

TEST_P(KilledSenderTest, NothingIsLostAndNothingIsSentTwice) {
  Person& alice = Enters("alice");
  Person& bob = Enters("bob");
  const RoomId lobby = alice.InLobby();
  alice.Closes();
  TimelineModel& seen = bob.session().Timeline(lobby);
  const int before = seen.rowCount();
  const auto writer = StartWriter(alice, lobby, testing::kSanitized ? 500 : 2000);
  ASSERT_TRUE(WaitUntil([&] { return seen.rowCount() >= before + GetParam(); }));
  writer->Signal(SIGKILL);
  writer->Wait();
  alice.Enters();
  ASSERT_TRUE(WaitUntil([&] { return alice.session().connection().waiting == 0; }));
  alice.Says(lobby, QStringLiteral("the last"));
  ASSERT_TRUE(bob.Sees(lobby, QStringLiteral("the last")));
  ASSERT_TRUE(bob.ReadsBack(lobby));
  QStringList texts = bob.Texts(lobby);
  texts.pop_back();
  EXPECT_EQ(texts, NumberedUpTo(static_cast<int>(texts.size())));
}

INSTANTIATE_TEST_SUITE_P(Moments, KilledSenderTest, ::testing::Values(1, 100, 400));

}  // namespace
}  // namespace conclave::desktop
