// The client library's conversation, judged by the same checker: it outlives its streams and the server's kills.
#include <gmock/gmock.h>

#include <atomic>

#include "absl/strings/str_cat.h"
#include "tests/support/library_client.h"
#include "tests/support/scenario.h"

namespace conclave::testing {
namespace {

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
