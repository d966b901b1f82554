// Kick or leave while segments are in flight: the event that ends a membership is the last its user gets.
#include <gmock/gmock.h>

#include "tests/support/scenario.h"

namespace conclave::testing {
namespace {

class MembershipTest : public Scenario {
 protected:
  // A private room of alice's with bob in it on two streams, both attached.
  void SetUp() override {
    server().LiftRateLimits();
    alice_ = &Enters("alice");
    bob_ = &Enters("bob", "laptop");
    bobs_phone_ = &Enters("bob", "phone");
    room_ = RoomId(alice_->Creates(v1::ROOM_KIND_PRIVATE, "cellar").room_id());
    alice_->Attaches(room_);
  }

  void Enter() {
    alice_->Invites(room_, bob_->user());
    for (Participant* each : {bob_, bobs_phone_}) each->Attaches(room_, each->CursorOf(room_));
  }

  // Keeps alice talking while `act` is done in the middle of it.
  template <typename Act>
  Seq WhileAliceTalks(int messages, const Act& act) {
    Crew talk;
    talk.Start([&] {
      for (int i = 0; i < messages; ++i) alice_->Sends(room_, "round the act " + std::to_string(i));
    });
    alice_->WaitsFor("the middle of the talk", [&, half = alice_->acks() + static_cast<std::size_t>(messages) / 2](
                                                   const ClientState& state) { return state.acks >= half; });
    const Seq seq = act();
    talk.Join();
    alice_->HasAllAnswers();
    return seq;
  }

  void ExpectNothingAfter(Seq last) {
    for (Participant* each : {bob_, bobs_phone_}) {
      each->SeesAllUpTo(room_, last);
      EXPECT_FALSE(each->IsAttached(room_));
      // What is still on its way when it ought not to be has arrived before the stream's orderly end.
      EXPECT_TRUE(each->HangsUp().ok());
      EXPECT_EQ(each->Seen(room_).back().seq(), last) << each->name();
      EXPECT_EQ(each->CursorOf(room_), last) << each->name();
      each->Connects();
    }
  }

  static constexpr int kRounds = kSanitized ? 5 : 20;
  static constexpr int kMessages = kSanitized ? 60 : 200;

  Participant* alice_ = nullptr;
  Participant* bob_ = nullptr;
  Participant* bobs_phone_ = nullptr;
  RoomId room_;
};

TEST_F(MembershipTest, NothingComesAfterAKickWhileTheRoomIsBusy) {
  for (int round = 0; round < kRounds; ++round) {
    SCOPED_TRACE(round);
    Enter();
    ExpectNothingAfter(WhileAliceTalks(kMessages, [&] { return alice_->Removes(room_, bob_->user()); }));
  }
}

TEST_F(MembershipTest, NothingComesAfterTheOwnLeaveWhileTheRoomIsBusy) {
  for (int round = 0; round < kRounds; ++round) {
    SCOPED_TRACE(round);
    Enter();
    ExpectNothingAfter(WhileAliceTalks(kMessages, [&] { return bob_->Leaves(room_); }));
  }
}

TEST_F(MembershipTest, AKickReachesAReaderThatIsBehindAtTheSameNumber) {
  Enter();
  bob_->StopsReading();
  const std::string text(8 * 1024, 'x');
  constexpr int kMany = 300;
  for (int i = 0; i < kMany; ++i) alice_->Sends(room_, text);
  alice_->HasAllAnswers();
  const Seq removed = alice_->Removes(room_, bob_->user());
  for (int i = 0; i < kMany; ++i) alice_->Sends(room_, text);
  alice_->HasAllAnswers();
  bob_->ReadsOn();
  ExpectNothingAfter(removed);
}

TEST_F(MembershipTest, ADeviceThatWasAwayWhenItsUserWasRemovedIsToldWhenItResumes) {
  Enter();
  alice_->Says(room_, "before");
  bob_->Sees(room_, "before");
  bob_->Disconnects();
  alice_->Removes(room_, bob_->user());
  bob_->Connects();
  bob_->WaitsFor("the refusal to attach", [&](const ClientState& state) { return !state.room(room_).attached; });
  EXPECT_EQ(bob_->SeesErrorAbout(room_).reason(), v1::REASON_ROOM_NOT_FOUND);
}

}  // namespace
}  // namespace conclave::testing
