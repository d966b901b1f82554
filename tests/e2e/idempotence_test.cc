// The same command again, with its client-made id: the first answer, and nothing stored twice.
#include <gmock/gmock.h>

#include "tests/support/scenario.h"

namespace conclave::testing {
namespace {

class IdempotenceTest : public Scenario {
 protected:
  void RestartServer() {
    EXPECT_EQ(server().Stop(), Exit{.code = 0});
    server().Start();
  }
};

TEST_F(IdempotenceTest, ARetryGetsTheFirstAnswer) {
  Participant& alice = Enters("alice");
  const Said first = alice.Says(alice.lobby(), "once");
  const Said again = alice.IsAcked(alice.Sends(alice.lobby(), "once", first.command));
  EXPECT_EQ(again.seq, first.seq);
  EXPECT_EQ(again.time, first.time);
}

TEST_F(IdempotenceTest, TheSameCommandManyTimesAtOnceIsStoredOnce) {
  Participant& alice = Enters("alice");
  const std::string command = NewCommandId();
  for (int i = 0; i < 30; ++i) alice.Sends(alice.lobby(), "once", command);
  alice.HasAllAnswers();
  EXPECT_EQ(alice.ReadsHistory(alice.lobby()).back().ordinal(), 1u);
}

TEST_F(IdempotenceTest, ARetryAfterAnOrderlyRestartGetsTheFirstAnswer) {
  Participant& alice = Enters("alice");
  const Said first = alice.Says(alice.lobby(), "once");
  RestartServer();
  alice.Connects();
  EXPECT_EQ(alice.IsAcked(alice.Sends(alice.lobby(), "once", first.command)).seq, first.seq);
}

TEST_F(IdempotenceTest, ARetryAfterTheServerWasKilledGetsTheFirstAnswer) {
  Participant& alice = Enters("alice");
  const Said first = alice.Says(alice.lobby(), "once");
  server().Kill();
  server().Start();
  alice.Connects();
  EXPECT_EQ(alice.IsAcked(alice.Sends(alice.lobby(), "once", first.command)).seq, first.seq);
}

TEST_F(IdempotenceTest, TheSameIdWithAnotherTextOrRoomIsRefused) {
  Participant& alice = Enters("alice");
  const RoomId garden(alice.Creates(v1::ROOM_KIND_PUBLIC, "garden").room_id());
  const Said first = alice.Says(alice.lobby(), "once");
  const auto say = [&](RoomId room, const char* text) {
    return ReasonOf([&] { alice.IsAcked(alice.Sends(room, text, first.command)); });
  };
  EXPECT_EQ(say(alice.lobby(), "twice"), v1::REASON_ID_REUSED);
  EXPECT_EQ(say(garden, "once"), v1::REASON_ID_REUSED);
  RestartServer();
  alice.Connects();
  EXPECT_EQ(say(alice.lobby(), "twice"), v1::REASON_ID_REUSED);
  EXPECT_EQ(say(alice.lobby(), "once"), v1::REASON_UNSPECIFIED);
}

TEST_F(IdempotenceTest, TheSameIdForAnotherKindOfCommandIsRefused) {
  Participant& alice = Enters("alice");
  const Said said = alice.Says(alice.lobby(), "once");
  v1::CreateRoomRequest create;
  create.set_command_id(said.command);
  create.set_kind(v1::ROOM_KIND_PUBLIC);
  create.set_name("garden");
  EXPECT_EQ(ReasonOf([&] { alice.Calls(create); }), v1::REASON_ID_REUSED);
}

TEST_F(IdempotenceTest, TwoDevicesMayMakeTheSameId) {
  Participant& laptop = Enters("alice", "laptop");
  Participant& phone = Enters("alice", "phone");
  const std::string command = NewCommandId();
  const Said first = laptop.IsAcked(laptop.Sends(laptop.lobby(), "from the laptop", command));
  const Said second = phone.IsAcked(phone.Sends(phone.lobby(), "from the phone", command));
  EXPECT_NE(first.seq, second.seq);
}

TEST_F(IdempotenceTest, CallsRetriedOverARestartGetTheFirstAnswer) {
  Participant& alice = Enters("alice");
  Participant& bob = Enters("bob");
  v1::CreateRoomRequest create;
  create.set_command_id(NewCommandId());
  create.set_kind(v1::ROOM_KIND_PUBLIC);
  create.set_name("garden");
  const RoomId garden(alice.Calls(create).room().room_id());
  v1::JoinRoomRequest join;
  join.set_command_id(NewCommandId());
  join.set_room_id(garden.value());
  const Seq joined = bob.Calls(join).seq();
  v1::RemoveMemberRequest remove;
  remove.set_command_id(NewCommandId());
  remove.set_room_id(garden.value());
  remove.set_user_id(bob.user().value());
  const Seq removed = alice.Calls(remove).seq();
  v1::InviteMemberRequest invite;
  invite.set_command_id(NewCommandId());
  invite.set_room_id(garden.value());
  invite.set_user_id(bob.user().value());
  const Seq invited = alice.Calls(invite).seq();
  v1::LeaveRoomRequest leave;
  leave.set_command_id(NewCommandId());
  leave.set_room_id(garden.value());
  const Seq left = bob.Calls(leave).seq();
  v1::OpenDirectRoomRequest direct;
  direct.set_command_id(NewCommandId());
  direct.add_user_ids(bob.user().value());
  const std::uint64_t direct_room = alice.Calls(direct).room().room_id();

  RestartServer();
  EXPECT_EQ(alice.Calls(create).room().room_id(), garden.value());
  EXPECT_EQ(bob.Calls(join).seq(), joined);
  EXPECT_EQ(alice.Calls(remove).seq(), removed);
  EXPECT_EQ(alice.Calls(invite).seq(), invited);
  EXPECT_EQ(bob.Calls(leave).seq(), left);
  EXPECT_EQ(alice.Calls(direct).room().room_id(), direct_room);
  EXPECT_EQ(alice.LooksAt(garden).head_seq(), left) << "the retries made no event";
}

TEST_F(IdempotenceTest, ARefusalIsNotRemembered) {
  Participant& alice = Enters("alice");
  Participant& bob = Enters("bob");
  const RoomId garden(alice.Creates(v1::ROOM_KIND_PUBLIC, "garden").room_id());
  const std::string command = NewCommandId();
  EXPECT_EQ(ReasonOf([&] { bob.IsAcked(bob.Sends(garden, "may I?", command)); }), v1::REASON_NOT_A_MEMBER);
  bob.Joins(garden);
  bob.IsAcked(bob.Sends(garden, "may I?", command));
}

}  // namespace
}  // namespace conclave::testing
