// The client library's conversation, judged by the same checker: it outlives its streams and the server's kills.
#include <gmock/gmock.h>

#include <atomic>

#include "absl/strings/str_cat.h"
#include "client/chat.h"
#include "server/core/refusal.h"
#include "tests/support/scenario.h"

namespace conclave::testing {
namespace {

// A client::Chat that tells a witness what it is told. Thread-safe.
class LibraryClient : public client::Observer {
 public:
  LibraryClient(const Identity& identity, const std::string& address, History& history)
      : witness_(history.AddWitness(absl::StrCat(identity.user_name, " (library)"), identity.user, identity.device)) {
    auto loaded = client::LoadIdentity(identity.directory, SystemClock().NowUs());
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    auto connection = std::make_shared<client::Connection>(*loaded, client::ChannelOptions{.target = address});
    client::ChatOptions options;
    options.backoff.base = absl::Milliseconds(20);
    options.backoff.cap = absl::Milliseconds(500);
    chat_ = std::make_unique<client::Chat>(std::move(connection), options, *this);
    chat_->Start();
    EXPECT_TRUE(chat_->WaitOnline(Patience()));
  }
  ~LibraryClient() override { chat_->Shutdown(); }

  void Attaches(RoomId room) {
    witness_.Note(record::Starts{room, 0});
    EXPECT_TRUE(chat_->Attach(room, Seq{0}).ok());
  }

  // Waits while as many messages wait for their answers as may.
  void Sends(RoomId room, const std::string& text) {
    const std::string id = NewCommandId();
    witness_.Note(record::Sent{id, room, text});
    for (;;) {
      const std::size_t acks = this->acks();
      const auto queued = chat_->Send(room, text, CommandId::FromBytes(id));
      if (queued.ok()) return;
      ASSERT_EQ(ErrorFrom(queued.status()).reason(), v1::REASON_LIMIT_REACHED) << queued.status();
      WaitsFor("a place", [&] { return this->acks() > acks; });
    }
  }

  void HasAllAnswers() { EXPECT_TRUE(chat_->WaitIdle(Patience())) << witness_.name(); }

  void Sees(RoomId room, const std::string& text) {
    WaitsFor(text, [&] {
      MutexLock lock(mu_);
      return texts_.contains({room, text});
    });
  }

  void Claims(RoomId room) { witness_.Note(record::Complete{room}); }

  void WaitsFor(const std::string& what, const std::function<bool()>& condition) {
    const absl::Time deadline = absl::Now() + Patience();
    while (!condition()) {
      if (absl::Now() > deadline) throw std::runtime_error(absl::StrCat(witness_.name(), " waited for ", what));
      MutexLock lock(mu_);
      changed_.WaitFor(mu_, absl::Milliseconds(100));
    }
  }

  [[nodiscard]] std::size_t acks() const { return acks_; }
  [[nodiscard]] client::Chat& chat() { return *chat_; }

  void OnStateChanged(const client::State& state) override {
    if (state.phase == client::Phase::kConnecting) witness_.Note(record::Opened{});
    if (state.phase == client::Phase::kWaiting) witness_.Note(record::Closed{});
  }
  void OnAttached(const v1::Attached& attached) override {
    witness_.Note(record::Attached{RoomId(attached.room_id()), attached.from_seq()});
  }
  void OnRoomEvent(v1::RoomEvent&& event) override {
    // The witness first: who sees the text may look at once whether everything is there.
    witness_.Note(record::Received{event});
    if (!event.has_message()) return;
    MutexLock lock(mu_);
    texts_.insert({RoomId(event.room_id()), event.message().text()});
    changed_.SignalAll();
  }
  void OnGap(const v1::Gap& gap) override {
    witness_.Note(record::Gap{RoomId(gap.room_id()), gap.from_seq(), gap.to_seq(), gap.reason()});
  }
  void OnCaughtUp(const v1::CaughtUp& caught_up) override {
    witness_.Note(record::CaughtUp{RoomId(caught_up.room_id()), caught_up.seq()});
  }
  void OnDetached(RoomId room) override { witness_.Note(record::Detached{room}); }
  void OnAck(const client::Acked& ack) override {
    witness_.Note(record::Acked{std::string(ack.command.bytes()), ack.room, ack.seq, ack.time});
    ++acks_;
    changed_.SignalAll();
  }
  void OnRefused(const client::Refused& refused) override {
    ADD_FAILURE() << witness_.name() << " was refused: " << refused.error.ShortDebugString();
  }
  void OnViolation(std::string_view text) override {
    ADD_FAILURE() << witness_.name() << " saw the contract broken: " << text;
  }

 private:
  Witness& witness_;
  std::atomic<std::size_t> acks_ = 0;

  mutable Mutex mu_;
  CondVar changed_;
  std::set<std::pair<RoomId, std::string>> texts_ ABSL_GUARDED_BY(mu_);

  std::unique_ptr<client::Chat> chat_;
};

class ClientLibraryTest : public Scenario {
 protected:
  LibraryClient& EntersByLibrary(const std::string& user) {
    const Identity& identity = IdentityOf(user);
    clients_.push_back(std::make_unique<LibraryClient>(identity, server().address(), history()));
    return *clients_.back();
  }

  void TearDown() override {
    clients_.clear();
    Scenario::TearDown();
  }

 private:
  std::vector<std::unique_ptr<LibraryClient>> clients_;
};

TEST_F(ClientLibraryTest, MessagesBeyondTheRateWaitAndArriveInTheirOrder) {
  constexpr int kMessages = 50;
  server().Configure("limits.device_commands_per_second", "20");
  server().Configure("limits.device_burst", "20");
  Participant& onlooker = Enters("onlooker");
  const RoomId lobby = onlooker.lobby();
  onlooker.Attaches(lobby);
  // A refusal that reaches the observer fails the test.
  LibraryClient& writer = EntersByLibrary("writer");
  std::vector<std::string> said;
  for (int i = 0; i < kMessages; ++i) writer.Sends(lobby, said.emplace_back(absl::StrCat("message ", i)));
  writer.HasAllAnswers();
  onlooker.Sees(lobby, said.back());
  std::vector<std::string> seen;
  for (const v1::RoomEvent& event : onlooker.Seen(lobby)) {
    if (event.has_message()) seen.push_back(event.message().text());
  }
  EXPECT_EQ(seen, said);
}

TEST_F(ClientLibraryTest, ConversationsOutliveTheServersKills) {
  server().LiftRateLimits();
  const std::uint64_t seed = SeedOr(7);
  SCOPED_TRACE(absl::StrCat("CONCLAVE_TEST_SEED=", seed));
  Chance chance(seed);
  const RoomId lobby = Enters("onlooker").lobby();
  constexpr std::size_t kPeople = 4;
  std::vector<LibraryClient*> people;
  people.reserve(kPeople);
  for (std::size_t i = 0; i < kPeople; ++i) people.push_back(&EntersByLibrary(absl::StrCat("person-", i)));
  for (LibraryClient* each : people) each->Attaches(lobby);
  std::atomic<bool> enough = false;
  Crew crew;
  for (LibraryClient* each : people) {
    crew.Start([&enough, each, lobby] {
      for (int i = 0; !enough; ++i) each->Sends(lobby, absl::StrCat("message ", i));
    });
  }
  for (int kill = 0; kill < (kSanitized ? 3 : 10); ++kill) {
    const std::size_t acks = people.front()->acks() + chance.Below(kSanitized ? 50 : 300);
    people.front()->WaitsFor("acks", [&] { return people.front()->acks() >= acks; });
    server().Kill();
    server().Start();
  }
  enough = true;
  crew.Join();
  for (LibraryClient* each : people) each->HasAllAnswers();
  people.front()->Sends(lobby, "the last");
  for (LibraryClient* each : people) {
    each->Sees(lobby, "the last");
    each->Claims(lobby);
  }
}

TEST_F(ClientLibraryTest, AReaderThatPausesCatchesUpCompletely) {
  server().LiftRateLimits();
  const RoomId lobby = Enters("onlooker").lobby();
  LibraryClient& writer = EntersByLibrary("writer");
  LibraryClient& reader = EntersByLibrary("reader");
  for (LibraryClient* each : {&writer, &reader}) each->Attaches(lobby);
  reader.chat().PauseReading(true);
  for (int i = 0; i < (kSanitized ? 400 : 3000); ++i) {
    writer.Sends(lobby, absl::StrCat(i, std::string(4000, 'x')));
  }
  writer.HasAllAnswers();
  writer.Sends(lobby, "the last");
  writer.Sees(lobby, "the last");
  reader.chat().PauseReading(false);
  reader.Sees(lobby, "the last");
  for (LibraryClient* each : {&writer, &reader}) each->Claims(lobby);
}

TEST_F(ClientLibraryTest, ABrokenNetworkIsNoticedByNobodyButTheCursor) {
  const RoomId lobby = Enters("onlooker").lobby();
  LibraryClient& writer = EntersByLibrary("writer");
  LibraryClient& reader = EntersByLibrary("reader");
  for (LibraryClient* each : {&writer, &reader}) each->Attaches(lobby);
  for (int round = 0; round < 10; ++round) {
    for (int i = 0; i < 50; ++i) writer.Sends(lobby, absl::StrCat("round ", round, " message ", i));
    (round % 2 == 0 ? reader : writer).chat().DropStreamForTest();
  }
  writer.HasAllAnswers();
  writer.Sends(lobby, "the last");
  for (LibraryClient* each : {&writer, &reader}) {
    each->Sees(lobby, "the last");
    each->Claims(lobby);
  }
}

}  // namespace
}  // namespace conclave::testing
