// SIGTERM drains: everybody is told, what is in flight is answered, the process ends well.
#include <gmock/gmock.h>
#include <signal.h>

#include "absl/strings/str_cat.h"
#include "tests/support/scenario.h"

namespace conclave::testing {
namespace {

class DrainTest : public Scenario {};

TEST_F(DrainTest, EveryStreamIsToldAndTheServerEndsWell) {
  std::vector<Participant*> people;
  for (const char* name : {"alice", "bob", "carol"}) people.push_back(&Enters(name));
  server().Terminate();
  for (Participant* each : people) {
    EXPECT_GT(each->SeesNotice(v1::Notice::kDraining).draining().retry_after_ms(), 0u);
    const grpc::Status status = each->SeesTheEnd();
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
    EXPECT_EQ(ErrorOf(status).reason(), v1::REASON_DRAINING);
  }
  EXPECT_EQ(server().WaitForExit(), Exit{.code = 0});
}

TEST_F(DrainTest, CommandsInFlightAreAckedOrRefused) {
  constexpr int kRounds = kSanitized ? 3 : 8;
  std::vector<Participant*> people;
  for (const char* name : {"alice", "bob"}) people.push_back(&Enters(name));
  const RoomId lobby = people.front()->lobby();
  for (int round = 0; round < kRounds; ++round) {
    for (Participant* each : people) {
      for (int i = 0; i < 60; ++i) each->Sends(lobby, absl::StrCat("round ", round, " message ", i));
    }
    server().Terminate();
    for (Participant* each : people) {
      each->SeesTheEnd();
      each->WaitsOverStreamsFor("the answers that had come by the end",
                                [](const ClientState& state) { return state.Unanswered() == 0 || state.end; });
      each->WaitsOverStreamsFor("answers to all", [&](const ClientState& state) {
        EXPECT_EQ(state.Unanswered(), 0u) << each->name() << " in round " << round;
        return true;
      });
    }
    EXPECT_EQ(server().WaitForExit(), Exit{.code = 0});
    server().Start();
    for (Participant* each : people) each->Connects();
  }
}

TEST_F(DrainTest, WhatAReaderHadNotYetTakenIsThereAfterTheRestart) {
  Participant& alice = Enters("alice");
  Participant& bob = Enters("bob");
  const RoomId lobby = alice.lobby();
  bob.Attaches(lobby);
  for (int i = 0; i < 200; ++i) alice.Sends(lobby, absl::StrCat("message ", i));
  alice.HasAllAnswers();
  EXPECT_EQ(server().Stop(), Exit{.code = 0});
  server().Start();
  for (Participant* each : {&alice, &bob}) each->Connects();
  bob.SeesAllUpTo(lobby, alice.Says(lobby, "the last").seq);
  bob.Claims(lobby);
}

TEST_F(DrainTest, AReaderThatTakesNothingDoesNotHoldTheServerPastItsDeadline) {
  server().Configure("drain.deadline", "\"2s\"");
  Participant& alice = Enters("alice");
  Participant& bob = Enters("bob");
  const RoomId lobby = alice.lobby();
  bob.Attaches(lobby);
  bob.StopsReading();
  for (int i = 0; i < 500; ++i) alice.Sends(lobby, std::string(8000, 'x'));
  alice.HasAllAnswers();
  EXPECT_EQ(server().Stop(), Exit{.code = 0});
  server().Start();
  bob.Connects();
  bob.SeesAllUpTo(lobby, bob.LooksAt(lobby).head_seq());
  bob.Claims(lobby);
}

TEST_F(DrainTest, ASecondSignalEndsItNow) {
  // Far beyond the patience of this test.
  server().Configure("drain.deadline", "\"10m\"");
  server().Configure("limits.stuck_write", "\"10m\"");
  Participant& alice = Enters("alice");
  Participant& bob = Enters("bob");
  const RoomId lobby = alice.lobby();
  bob.Attaches(lobby);
  bob.StopsReading();
  for (int i = 0; i < 500; ++i) alice.Sends(lobby, std::string(8000, 'x'));
  alice.HasAllAnswers();
  server().Terminate();
  alice.SeesNotice(v1::Notice::kDraining);
  server().Terminate();
  server().WaitForExit();
}

TEST_F(DrainTest, AnInterruptIsTheSame) {
  Participant& alice = Enters("alice");
  server().Interrupt();
  alice.SeesNotice(v1::Notice::kDraining);
  EXPECT_EQ(server().WaitForExit(), Exit{.code = 0});
}

}  // namespace
}  // namespace conclave::testing
