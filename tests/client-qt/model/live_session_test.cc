// Sessions with a real server: what one says the other sees, and what was written is sent, once and in order.
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sqlite3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QSignalSpy>
#include <algorithm>
#include <numeric>

#include "server/core/clock.h"
#include "tests/client-qt/support/live_session_fixture.h"

Q_DECLARE_METATYPE(conclave::desktop::Message)

namespace conclave::desktop {
namespace {

using ::testing::IsEmpty;

std::vector<Seq> Consecutive(Seq first, std::size_t count) {
  std::vector<Seq> numbers(count);
  std::iota(numbers.begin(), numbers.end(), first);
  return numbers;
}

class LiveSessionTest : public LiveSessionFixture {};

TEST_F(LiveSessionTest, WhatOneSaysTheOtherSees) {
  Person& alice = Enters("alice");
  Person& bob = Enters("bob");
  const RoomId lobby = alice.InLobby();
  alice.LooksAt(lobby);
  QSignalSpy arrived(&bob.session(), &Session::MessageArrived);
  alice.Says(lobby, QStringLiteral("**Good** morning"));
  ASSERT_TRUE(bob.Sees(lobby, QStringLiteral("Good morning")));
  const TimelineModel& seen = bob.session().Timeline(lobby);
  const Message& message = seen.At(seen.rowCount() - 1);
  EXPECT_TRUE(WaitUntil([&] { return message.author_name == QStringLiteral("alice"); }));
  EXPECT_FALSE(message.own);
  ASSERT_EQ(message.document->blocks.size(), 1u);
  EXPECT_TRUE(message.document->blocks[0].spans.at(0).bold);
  ASSERT_TRUE(WaitUntil([&] { return arrived.count() == 1; }));
  EXPECT_EQ(arrived[0][1].value<Message>().author_name, QStringLiteral("alice"));

  const TimelineModel& own = alice.session().Timeline(lobby);
  ASSERT_TRUE(WaitUntil([&] { return own.At(own.rowCount() - 1).seq == message.seq; }));
  EXPECT_EQ(own.At(own.rowCount() - 1).state, SendState::kSent);
  EXPECT_EQ(alice.Find(lobby)->unread, 0);
}

TEST_F(LiveSessionTest, UnreadTextsOfOthersAreCountedUntilTheyAreRead) {
  Person& alice = Enters("alice");
  Person& bob = Enters("bob");
  const RoomId lobby = alice.InLobby();
  SaysMany(alice, lobby, 3);
  ASSERT_TRUE(WaitUntil([&] { return bob.Find(lobby)->unread == 3; }));
  ASSERT_TRUE(bob.Sees(lobby, Numbered(3)));
  const Seq second = bob.Numbers(lobby).back() - 1;
  bob.session().MarkRead(lobby, second);
  EXPECT_EQ(bob.Find(lobby)->unread, 1);
  bob.session().MarkRead(lobby, second - 1);
  EXPECT_EQ(bob.Find(lobby)->unread, 1) << "read positions do not go back";
  bob.Enters();
  EXPECT_EQ(bob.Find(lobby)->unread, 1) << "after a restart";
  EXPECT_EQ(bob.session().Timeline(lobby).read_up_to(), second);
}

TEST_F(LiveSessionTest, MessagesWrittenWhileTheServerIsAwayAreSentOnceAndInOrder) {
  Person& alice = Enters("alice");
  Person& bob = Enters("bob");
  const RoomId lobby = alice.InLobby();
  server_.Kill();
  ASSERT_TRUE(WaitUntil([&] { return alice.session().connection().phase == ConnectionPhase::kWaiting; }));
  EXPECT_FALSE(alice.session().connection().sentence.isEmpty());
  for (int i = 1; i <= 5; ++i) alice.Says(lobby, Numbered(i));
  EXPECT_EQ(alice.session().connection().waiting, 5);
  EXPECT_EQ(alice.Texts(lobby), NumberedUpTo(5)) << "they show while they wait";
  server_.Start();
  ASSERT_TRUE(bob.Sees(lobby, Numbered(5)));
  EXPECT_EQ(bob.Texts(lobby), NumberedUpTo(5));
  ASSERT_TRUE(WaitUntil([&] { return alice.session().connection().waiting == 0; }));
  ASSERT_TRUE(WaitUntil([&] { return alice.Numbers(lobby) == bob.Numbers(lobby); }));
  EXPECT_EQ(alice.Texts(lobby), NumberedUpTo(5));
}

TEST_F(LiveSessionTest, WhatWaitedIsSentAfterARestartOfTheClient) {
  Person& alice = Enters("alice");
  Person& bob = Enters("bob");
  const RoomId lobby = alice.InLobby();
  server_.Kill();
  for (int i = 1; i <= 5; ++i) alice.Says(lobby, Numbered(i));
  alice.Opens();
  EXPECT_EQ(alice.session().connection().waiting, 5);
  EXPECT_EQ(alice.Texts(lobby), NumberedUpTo(5));
  server_.Start();
  ASSERT_TRUE(bob.Sees(lobby, Numbered(5)));
  EXPECT_EQ(bob.Texts(lobby), NumberedUpTo(5));
}

TEST_F(LiveSessionTest, WhatWasReadIsReadableWithoutAServer) {
  Person& alice = Enters("alice");
  Person& bob = Enters("bob");
  const RoomId lobby = alice.InLobby();
  SaysMany(alice, lobby, 150);
  ASSERT_TRUE(bob.Sees(lobby, Numbered(150)));
  const QString draft = QStringLiteral("not finis");
  bob.session().SetDraft(lobby, draft);
  bob.Closes();
  server_.Kill();
  bob.Opens();
  EXPECT_EQ(bob.Find(lobby)->draft, draft);
  EXPECT_EQ(bob.Find(lobby)->unread, 150);
  ASSERT_TRUE(bob.Sees(lobby, Numbered(150)));
  ASSERT_TRUE(bob.ReadsBack(lobby));
  EXPECT_EQ(bob.Texts(lobby), NumberedUpTo(150));
  const TimelineModel& timeline = bob.session().Timeline(lobby);
  EXPECT_EQ(timeline.At(timeline.rowCount() - 1).author_name, QStringLiteral("alice"));
}

TEST_F(LiveSessionTest, HistoryIsFetchedBackToTheBeginning) {
  Person& alice = Enters("alice");
  const RoomId lobby = alice.InLobby();
  SaysMany(alice, lobby, 700);
  Person& bob = Enters("bob");
  ASSERT_TRUE(bob.Sees(lobby, Numbered(700)));
  EXPECT_GT(bob.Numbers(lobby).front(), 1u) << "begins near the head";
  EXPECT_EQ(bob.Find(lobby)->unread, 0) << "what was there before the first start is not new";
  ASSERT_TRUE(bob.ReadsBack(lobby));
  EXPECT_EQ(bob.Texts(lobby), NumberedUpTo(700));
  EXPECT_EQ(bob.Numbers(lobby), Consecutive(1, bob.Numbers(lobby).size()));
  server_.Kill();
  bob.Opens();
  ASSERT_TRUE(bob.ReadsBack(lobby)) << "from the cache";
  EXPECT_EQ(bob.Texts(lobby), NumberedUpTo(700));
}

TEST_F(LiveSessionTest, ARoomFarAheadBeginsNearItsHeadAndNeverSpansTheHole) {
  Person& alice = Enters("alice");
  Person& bob = Enters("bob");
  const RoomId lobby = alice.InLobby();
  SaysMany(alice, lobby, 10);
  ASSERT_TRUE(bob.Sees(lobby, Numbered(10)));
  bob.session().MarkRead(lobby, bob.Numbers(lobby).back());
  bob.Closes();
  SaysMany(alice, lobby, 700, 11);
  bob.Opens();
  TimelineModel& timeline = bob.session().Timeline(lobby);
  const auto holds = [&] {
    const std::vector<Seq> numbers = bob.Numbers(lobby);
    EXPECT_EQ(numbers, Consecutive(numbers.empty() ? 0 : numbers.front(), numbers.size()));
  };
  QObject::connect(&timeline, &QAbstractItemModel::rowsInserted, &timeline, holds);
  ASSERT_TRUE(bob.Sees(lobby, Numbered(700)));
  EXPECT_GT(timeline.At(0).seq, 100u);
  ASSERT_TRUE(WaitUntil([&] { return bob.Find(lobby)->unread == 690; })) << bob.Find(lobby)->unread;
  ASSERT_TRUE(bob.ReadsBack(lobby));
  EXPECT_EQ(bob.Texts(lobby), NumberedUpTo(700));
  EXPECT_EQ(bob.Find(lobby)->unread, 690);
}

TEST_F(LiveSessionTest, ARefusedMessageFailsAndMayBeRetriedOrDiscarded) {
  Person& alice = Enters("alice");
  const RoomId lobby = alice.InLobby();
  const TimelineModel& timeline = alice.session().Timeline(lobby);
  alice.Says(lobby, QString(17 * 1024, u'x'));
  const auto last = [&]() -> const Message& { return timeline.At(timeline.rowCount() - 1); };
  ASSERT_TRUE(WaitUntil([&] { return last().state == SendState::kFailed; }));
  EXPECT_EQ(last().failure, QStringLiteral("The text is too long."));
  EXPECT_EQ(alice.session().connection().waiting, 0);
  alice.Enters();
  const TimelineModel& again = alice.session().Timeline(lobby);
  const Message failed = again.At(again.rowCount() - 1);
  ASSERT_EQ(failed.state, SendState::kFailed) << "after a restart";
  alice.session().Retry(lobby, failed.command);
  const Message retried = again.At(again.rowCount() - 1);
  EXPECT_EQ(retried.state, SendState::kQueued);
  EXPECT_NE(retried.command, failed.command);
  ASSERT_TRUE(WaitUntil([&] { return again.At(again.rowCount() - 1).state == SendState::kFailed; }));
  alice.session().Discard(lobby, retried.command);
  EXPECT_THAT(alice.Texts(lobby), IsEmpty());
  alice.Opens();
  EXPECT_THAT(alice.Texts(lobby), IsEmpty());
}

TEST_F(LiveSessionTest, ADrainCausesNoVisibleErrorAndNoLoss) {
  Person& alice = Enters("alice");
  Person& bob = Enters("bob");
  const RoomId lobby = alice.InLobby();
  std::vector<ConnectionPhase> phases;
  QObject::connect(&alice.session(), &Session::ConnectionChanged, &alice.session(),
                   [&] { phases.push_back(alice.session().connection().phase); });
  alice.Says(lobby, Numbered(1));
  server_.Stop();
  alice.Says(lobby, Numbered(2));
  server_.Start();
  ASSERT_TRUE(bob.Sees(lobby, Numbered(2)));
  EXPECT_EQ(bob.Texts(lobby), NumberedUpTo(2));
  EXPECT_THAT(phases, ::testing::Not(::testing::Contains(ConnectionPhase::kStopped)));
  ASSERT_TRUE(WaitUntil([&] { return alice.session().connection().phase == ConnectionPhase::kOnline; }));
  EXPECT_TRUE(alice.session().connection().sentence.isEmpty());
}

TEST_F(LiveSessionTest, AnExpiredIdentityIsOnePlainSentence) {
  Person& alice = Enters("alice");
  const RoomId lobby = alice.InLobby();
  SaysMany(alice, lobby, 1);
  ASSERT_TRUE(alice.Sees(lobby, Numbered(1)));
  ASSERT_TRUE(WaitUntil([&] { return !alice.Numbers(lobby).empty() && alice.Texts(lobby).size() == 1; }));
  const std::vector<Seq> read = alice.Numbers(lobby);
  alice.Closes();
  client::Identity identity = alice.LoadedIdentity();
  identity.expires = SystemClock().NowUs() - 1;
  const auto session = LiveSession::Open(alice.profile(), identity, QuickOptions(server_.address()));
  ASSERT_TRUE(WaitUntil([&] { return session->connection().phase == ConnectionPhase::kStopped; }));
  EXPECT_THAT(session->connection().sentence.toStdString(),
              ::testing::StartsWith("The certificate of this identity expired on "));
  const TimelineModel& timeline = session->Timeline(lobby);
  EXPECT_TRUE(WaitUntil([&] { return timeline.rowCount() == static_cast<int>(read.size()); }))
      << "what was read stays readable";
}

TEST_F(LiveSessionTest, AServerThatIsNotTheTrustedOneIsOnePlainSentence) {
  testing::ServerProcess other;
  other.Start();
  const Person stranger(other, "alice");
  const testing::TemporaryDirectory profile;
  const auto session = LiveSession::Open(profile.path(), stranger.LoadedIdentity(), QuickOptions(server_.address()));
  ASSERT_TRUE(WaitUntil([&] { return session->connection().phase == ConnectionPhase::kWaiting; }));
  EXPECT_THAT(session->connection().sentence.toStdString(),
              ::testing::HasSubstr("is not the one this identity trusts"));
}

// Says something else about the store's identity than before, as a restored backup does.
void ChangeEpoch(const std::filesystem::path& data_dir) {
  for (const auto& file : std::filesystem::directory_iterator(data_dir)) {
    sqlite3* database = nullptr;
    sqlite3_open(file.path().c_str(), &database);
    sqlite3_exec(database, "UPDATE meta SET value = value + 1 WHERE name = 'epoch'", nullptr, nullptr, nullptr);
    sqlite3_close(database);
  }
}

TEST_F(LiveSessionTest, AnotherStoreVoidsTheCacheAndKeepsWhatWaits) {
  Person& alice = Enters("alice");
  Person& bob = Enters("bob");
  const RoomId lobby = alice.InLobby();
  alice.Says(lobby, QStringLiteral("kept"));
  ASSERT_TRUE(bob.Sees(lobby, QStringLiteral("kept")));
  server_.Stop();
  const testing::TemporaryDirectory backup;
  const std::filesystem::path copy = backup.path() / "data";
  std::filesystem::copy(server_.data_dir(), copy, std::filesystem::copy_options::recursive);
  server_.Start();
  alice.Says(lobby, QStringLiteral("lost"));
  ASSERT_TRUE(bob.Sees(lobby, QStringLiteral("lost")));
  ASSERT_TRUE(WaitUntil([&] { return alice.session().connection().waiting == 0; }));
  server_.Stop();
  std::filesystem::remove_all(server_.data_dir());
  std::filesystem::copy(copy, server_.data_dir(), std::filesystem::copy_options::recursive);
  ChangeEpoch(server_.data_dir());
  alice.Says(lobby, QStringLiteral("waited"));
  server_.Start();
  ASSERT_TRUE(WaitUntil([&] { return alice.session().connection().waiting == 0; }));
  for (Person* each : {&alice, &bob}) {
    ASSERT_TRUE(each->Sees(lobby, QStringLiteral("waited")));
    ASSERT_TRUE(each->ReadsBack(lobby));
    EXPECT_EQ(each->Texts(lobby), QStringList({QStringLiteral("kept"), QStringLiteral("waited")}));
  }
  bob.Closes();
  server_.Kill();
  bob.Opens();
  ASSERT_TRUE(bob.Sees(lobby, QStringLiteral("waited")));
  EXPECT_EQ(bob.Texts(lobby), QStringList({QStringLiteral("kept"), QStringLiteral("waited")})) << "from the cache";
}

TEST_F(LiveSessionTest, FinishIsQuickAndNothingIsSignalledAfterwards) {
  Person& alice = Enters("alice");
  Person& bob = Enters("bob");
  const RoomId lobby = alice.InLobby();
  bob.LooksAt(lobby);
  EXPECT_TRUE(bob.session().Finish());
  QSignalSpy arrived(&bob.session(), &Session::MessageArrived);
  QSignalSpy connection(&bob.session(), &Session::ConnectionChanged);
  SaysMany(alice, lobby, 3);
  ASSERT_TRUE(alice.Sees(lobby, Numbered(3)));
  EXPECT_EQ(arrived.count(), 0);
  EXPECT_EQ(connection.count(), 0);
}

// A port where connections are taken and nobody ever answers.
class DeafPort {
 public:
  DeafPort() : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    socklen_t size = sizeof(address);
    EXPECT_EQ(bind(socket_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(socket_, 16), 0);
    EXPECT_EQ(getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    address_ = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  }
  ~DeafPort() { close(socket_); }
  DeafPort(const DeafPort&) = delete;
  DeafPort& operator=(const DeafPort&) = delete;

  [[nodiscard]] const std::string& address() const { return address_; }

 private:
  const int socket_;
  std::string address_;
};

TEST_F(LiveSessionTest, CallsThatHangDoNotHoldUpTheEnd) {
  const Person alice(server_, "alice");
  const DeafPort nobody;
  const auto session = LiveSession::Open(alice.profile(), alice.LoadedIdentity(), QuickOptions(nobody.address()));
  QSignalSpy loaded(session.get(), &LiveSession::Loaded);
  ASSERT_TRUE(WaitUntil([&] { return loaded.count() == 1; }));
  for (int i = 0; i < 3; ++i) session->FindRooms({}, session.get(), [](const auto&) { FAIL() << "answered"; });
  EXPECT_TRUE(session->Finish());
}

TEST_F(LiveSessionTest, TheServersNameIsKnownAlsoWithoutIt) {
  Person& alice = Enters("alice");
  EXPECT_EQ(alice.session().me().server_name, QStringLiteral("test"));
  alice.Closes();
  server_.Stop();
  EXPECT_EQ(alice.Opens().me().server_name, QStringLiteral("test"));
}

}  // namespace
}  // namespace conclave::desktop
