// Several devices of a user, several programs on a device, many rooms in a stream.
#include <gmock/gmock.h>

#include "tests/support/scenario.h"

namespace conclave::testing {
namespace {

class DevicesTest : public Scenario {};

TEST_F(DevicesTest, TheDevicesOfAUserSeeTheSameAndAreToldApart) {
  Participant& laptop = Enters("alice", "laptop");
  Participant& phone = Enters("alice", "phone");
  ASSERT_EQ(laptop.user(), phone.user());
  ASSERT_NE(laptop.device(), phone.device());
  const RoomId lobby = laptop.lobby();
  laptop.Attaches(lobby);
  phone.Attaches(lobby);
  laptop.Says(lobby, "from the laptop");
  EXPECT_EQ(phone.Sees(lobby, "from the laptop").author_device_id(), laptop.device().value());
  phone.Says(lobby, "from the phone");
  const v1::RoomEvent event = laptop.Sees(lobby, "from the phone");
  EXPECT_EQ(event.author_device_id(), phone.device().value());
  EXPECT_EQ(event.author_ordinal(), 2u) << "ordinals count by user";
  for (Participant* each : {&laptop, &phone}) {
    each->SeesAllUpTo(lobby, event.seq());
    each->Claims(lobby);
  }
}

TEST_F(DevicesTest, ARoomLeftOnOneDeviceIsLeftOnAll) {
  Participant& laptop = Enters("alice", "laptop");
  Participant& phone = Enters("alice", "phone");
  Participant& bob = Enters("bob");
  const RoomId garden(bob.Creates(v1::ROOM_KIND_PUBLIC, "garden").room_id());
  laptop.Joins(garden);
  phone.Attaches(garden);
  const Seq left = laptop.Leaves(garden);
  EXPECT_EQ(phone.SeesLeaving(garden, phone.user()).seq(), left);
  bob.Says(garden, "without alice");
  phone.Disconnects();
  EXPECT_EQ(phone.Seen(garden).back().seq(), left);
}

TEST_F(DevicesTest, ProgramsOnOneDeviceCoexist) {
  Participant& first = Enters("alice", "laptop", 1);
  Participant& second = Enters("alice", "laptop", 2);
  for (Participant* each : {&first, &second}) each->Attaches(first.lobby());
  first.Says(first.lobby(), "from the first");
  second.Sees(first.lobby(), "from the first");
  second.Says(first.lobby(), "from the second");
  first.Sees(first.lobby(), "from the second");
}

TEST_F(DevicesTest, TheSameProgramComingAgainReplacesItsOldStream) {
  Participant& old_stream = Enters("alice", "laptop", 7);
  old_stream.Attaches(old_stream.lobby());
  Participant& new_stream = Enters("alice", "laptop", 7);
  old_stream.SeesNotice(v1::Notice::kReplaced);
  const grpc::Status status = old_stream.SeesTheEnd();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(ErrorOf(status).reason(), v1::REASON_REPLACED);
  new_stream.Attaches(new_stream.lobby());
  new_stream.Says(new_stream.lobby(), "still here");
  new_stream.Sees(new_stream.lobby(), "still here");
}

TEST_F(DevicesTest, ProgramsOnOneDeviceAreLimitedAndOnePastTheLimitIsRefused) {
  constexpr std::uint64_t kLimit = 4;
  for (std::uint64_t instance = 1; instance <= kLimit; ++instance) Enters("alice", "laptop", instance);
  Participant& one_more = Arrives("alice", "laptop", kLimit + 1);
  const v1::Error refused = RefusalOf([&] { one_more.Connects(); });
  EXPECT_EQ(refused.reason(), v1::REASON_LIMIT_REACHED);
  EXPECT_EQ(refused.limit(), "limits.streams_per_device");
  EXPECT_EQ(refused.limit_value(), kLimit);
  Enters("alice", "phone", 1);
  Enters("alice", "laptop", kLimit);
}

TEST_F(DevicesTest, APlaceAmongTheStreamsOfADeviceIsFreeAgainWhenItsStreamEnds) {
  Participant& first = Enters("alice", "laptop", 1);
  for (std::uint64_t instance = 2; instance <= 4; ++instance) Enters("alice", "laptop", instance);
  EXPECT_TRUE(first.HangsUp().ok());
  Enters("alice", "laptop", 5);
}

TEST_F(DevicesTest, OneStreamCarriesManyRooms) {
  constexpr int kRooms = kSanitized ? 20 : 100;
  Participant& alice = Enters("alice");
  Participant& bob = Enters("bob");
  std::vector<RoomId> rooms;
  for (int i = 0; i < kRooms; ++i) {
    rooms.emplace_back(alice.Creates(v1::ROOM_KIND_PUBLIC, "room-" + std::to_string(i)).room_id());
    bob.Joins(rooms.back());
    alice.Attaches(rooms.back());
    bob.Attaches(rooms.back());
  }
  for (int round = 0; round < 5; ++round) {
    for (const RoomId room : rooms) {
      (round % 2 == 0 ? alice : bob).Sends(room, "round " + std::to_string(round));
    }
  }
  for (Participant* each : {&alice, &bob}) each->HasAllAnswers();
  for (const RoomId room : rooms) {
    for (Participant* each : {&alice, &bob}) {
      // Created, two joins, five messages.
      each->SeesAllUpTo(room, 8);
      each->Claims(room);
    }
  }
}

TEST_F(DevicesTest, AReconnectResumesEveryRoom) {
  Participant& alice = Enters("alice");
  Participant& bob = Enters("bob");
  std::vector<RoomId> rooms = {alice.lobby()};
  for (const char* name : {"garden", "kitchen"}) {
    rooms.emplace_back(alice.Creates(v1::ROOM_KIND_PUBLIC, name).room_id());
    bob.Joins(rooms.back());
  }
  for (const RoomId room : rooms) bob.Attaches(room);
  for (const RoomId room : rooms) alice.Says(room, "one");
  for (const RoomId room : rooms) bob.Sees(room, "one");
  bob.Disconnects();
  for (const RoomId room : rooms) alice.Says(room, "two");
  bob.Connects();
  for (const RoomId room : rooms) {
    bob.Sees(room, "two");
    bob.Claims(room);
  }
}

TEST_F(DevicesTest, AClientOfAnotherEpochIsToldToResynchronise) {
  Participant& alice = Enters("alice");
  alice.Attaches(alice.lobby());
  alice.SeesCaughtUp(alice.lobby());
  alice.Disconnects();
  alice.RemembersEpoch(alice.welcome().store_epoch() + 1);
  alice.Connects();
  EXPECT_TRUE(alice.welcome().resynchronise());
  EXPECT_FALSE(alice.IsAttached(alice.lobby()));
  alice.Attaches(alice.lobby());
  alice.SeesCaughtUp(alice.lobby());
}

}  // namespace
}  // namespace conclave::testing
