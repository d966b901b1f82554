#include <functional>
#include <limits>
#include <vector>

#include "tests/unit/store/store_contract.h"

namespace conclave::store {
namespace {

using StoreRowsTest = StoreContract;
CONCLAVE_TEST_EVERY_STORE(StoreRowsTest);

TEST_P(StoreRowsTest, NewStoreIsEmptyAndHasAnEpoch) {
  EXPECT_NE(store().GetHeader().epoch, 0u);
  EXPECT_LT(store().GetHeader().epoch, kIdBound);
  EXPECT_EQ(Must(store().LoadHighestIds()).user, UserId());
  EXPECT_EQ(Must(store().LoadHighestIds()).device, DeviceId());
  EXPECT_FALSE(Must(store().LoadUser(UserId(1))));
  EXPECT_FALSE(Must(store().LoadUserByName("alice")));
  EXPECT_FALSE(Must(store().LoadDevice(DeviceId(1))));
  EXPECT_FALSE(Must(store().LoadRoom(RoomId(1))));
  EXPECT_FALSE(Must(store().LoadRoomByName("room")));
  EXPECT_FALSE(Must(store().LoadRoomByDirectKey("1,2")));
  EXPECT_FALSE(Must(store().LoadLobby()));
  EXPECT_TRUE(Must(store().FindPublicRooms("", "", kNoLimit)).empty());
  EXPECT_FALSE(Must(store().LoadMember(RoomId(1), UserId(1))));
  EXPECT_TRUE(Must(store().LoadMembers(RoomId(1), UserId(), kNoLimit)).empty());
  EXPECT_TRUE(Must(store().LoadMemberships(UserId(1), RoomId(), kNoLimit)).empty());
  EXPECT_EQ(Must(store().CountMemberships(UserId(1))), 0u);
  EXPECT_TRUE(Must(store().LoadVisibilities(RoomId(1), UserId(1))).empty());
  EXPECT_FALSE(Must(store().LoadCommand(DeviceId(1), Command(1, 0, 0).id)));
  EXPECT_TRUE(store().Checkpoint().ok());
}

TEST_P(StoreRowsTest, UsersAndDevicesAreFoundByIdAndName) {
  const UserRow alice = User(1, "alice");
  const UserRow zoe = User(kUserIdBound - 1, "Zoë 🦊");
  const DeviceRow laptop = Device(kIdBound - 1, 1);
  Commits({.users = {alice, zoe}, .devices = {laptop}});

  EXPECT_EQ(Must(store().LoadUser(alice.id)), alice);
  EXPECT_EQ(Must(store().LoadUser(zoe.id)), zoe);
  EXPECT_EQ(Must(store().LoadUserByName("Zoë 🦊")), zoe);
  EXPECT_FALSE(Must(store().LoadUserByName("Alice")));
  EXPECT_EQ(Must(store().LoadDevice(laptop.id)), laptop);
  EXPECT_EQ(Must(store().LoadHighestIds()).user, zoe.id);
  EXPECT_EQ(Must(store().LoadHighestIds()).device, laptop.id);
}

TEST_P(StoreRowsTest, RoomsAreFoundByIdNameAndDirectKey) {
  RoomRow room = Room(kIdBound - 1, "Grüße");
  room.topic = "What's new?";
  room.head = 7;
  room.messages = 5;
  room.last_time = 9'000'000;
  room.members = 3;
  RoomRow direct = Room(2, "", v1::ROOM_KIND_DIRECT);
  direct.direct_key = "1,2";
  Commits({.rooms = {room, direct}});

  EXPECT_EQ(Must(store().LoadRoom(room.id)), room);
  EXPECT_EQ(Must(store().LoadRoomByName("Grüße")), room);
  EXPECT_FALSE(Must(store().LoadRoomByName("grüße")));
  EXPECT_EQ(Must(store().LoadRoomByDirectKey("1,2")), direct);
}

TEST_P(StoreRowsTest, EmptyNameAndKeyFindNothingAndAreNotUnique) {
  RoomRow first = Room(1, "", v1::ROOM_KIND_DIRECT);
  first.direct_key = "1,2";
  RoomRow second = Room(2, "", v1::ROOM_KIND_DIRECT);
  second.direct_key = "1,3";
  Commits({.rooms = {first, second, Room(3, "a"), Room(4, "b")}});
  EXPECT_FALSE(Must(store().LoadRoomByName("")));
  EXPECT_FALSE(Must(store().LoadRoomByDirectKey("")));
}

TEST_P(StoreRowsTest, RoomAndMemberAreReplacedByWhatIsWrittenLast) {
  HasUsers(1);
  RoomRow room = Room(1, "before");
  MemberRow member = Member(1, 1);
  Commits({.rooms = {room}, .members = {member}});
  room.name = "after";
  room.topic = "new";
  room.head = room.messages = 12;
  room.members = 1;
  room.last_time = 5;
  member.role = v1::ROOM_ROLE_OWNER;
  member.messages = 11;
  member.joined = 4;
  Commits({.rooms = {room}, .members = {member}});

  EXPECT_EQ(Must(store().LoadRoom(room.id)), room);
  EXPECT_EQ(Must(store().LoadRoomByName("after")), room);
  EXPECT_FALSE(Must(store().LoadRoomByName("before")));
  EXPECT_EQ(Must(store().LoadMember(room.id, member.user)), member);
}

TEST_P(StoreRowsTest, EachThingOfARoomCanChangeWithTheCountersAlone) {
  RoomRow room = Room(1, "before");
  Commits({.rooms = {room}});
  const std::vector<std::function<void()>> changes = {
      [&] { room.kind = v1::ROOM_KIND_PRIVATE; },
      [&] { room.name = "after"; },
      [&] { room.direct_key = "1,2"; },
      [&] { room.topic = "new"; },
      [&] { room.created += 7; },
      [&] { room.members += 1; },
      [] {},
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    changes[i]();
    ++room.head;
    ++room.messages;
    ++room.last_time;
    Commits({.rooms = {room}});
    EXPECT_EQ(Must(store().LoadRoom(room.id)), room) << "change " << i;
  }
}

TEST_P(StoreRowsTest, EachThingOfAMemberCanChangeWithTheCounterAlone) {
  HasUsers(1);
  MemberRow member = Member(1, 1);
  Commits({.rooms = {Room(1, "room")}, .members = {member}});
  const std::vector<std::function<void()>> changes = {
      [&] { member.role = v1::ROOM_ROLE_OWNER; },
      [&] { member.joined += 3; },
      [&] { member.role = v1::ROOM_ROLE_UNSPECIFIED; },
      [] {},
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    changes[i]();
    ++member.messages;
    Commits({.members = {member}});
    EXPECT_EQ(Must(store().LoadMember(member.room, member.user)), member) << "change " << i;
    EXPECT_EQ(Must(store().CountMemberships(member.user)), member.IsMember() ? 1U : 0U) << "change " << i;
  }
}

TEST_P(StoreRowsTest, LobbyIsTheRoomOfThatKind) {
  const RoomRow lobby = Room(5, "lobby", v1::ROOM_KIND_LOBBY);
  Commits({.rooms = {Room(1, "other"), lobby}});
  EXPECT_EQ(Must(store().LoadLobby()), lobby);
}

TEST_P(StoreRowsTest, FindsPublicRoomsByAnyPartOfTheNameInAsciiOfEitherCase) {
  Commits({.rooms = {Room(1, "Garden"), Room(2, "garage"), Room(3, "war room"), Room(4, "kitchen"),
                     Room(5, "gardeners", v1::ROOM_KIND_PRIVATE), Room(6, "The Garden", v1::ROOM_KIND_LOBBY)}});
  EXPECT_EQ(NamesOf(Must(store().FindPublicRooms("GAR", "", kNoLimit))),
            (std::vector<std::string>{"Garden", "The Garden", "garage"}));
  EXPECT_EQ(NamesOf(Must(store().FindPublicRooms("", "", kNoLimit))),
            (std::vector<std::string>{"Garden", "The Garden", "garage", "kitchen", "war room"}));
  EXPECT_TRUE(Must(store().FindPublicRooms("cellar", "", kNoLimit)).empty());
}

TEST_P(StoreRowsTest, FindTakesSignsOfSearchPatternsAsTheyAre) {
  Commits({.rooms = {Room(1, "100% fun"), Room(2, "snake_case"), Room(3, "100 fun"), Room(4, "snake case"),
                     Room(5, "what? [a-z]* \\ '\""), Room(6, "what")}});
  EXPECT_EQ(NamesOf(Must(store().FindPublicRooms("%", "", kNoLimit))), std::vector<std::string>{"100% fun"});
  EXPECT_EQ(NamesOf(Must(store().FindPublicRooms("_", "", kNoLimit))), std::vector<std::string>{"snake_case"});
  for (const char* sign : {"?", "*", "[a", "\\", "'", "\""}) {
    EXPECT_EQ(NamesOf(Must(store().FindPublicRooms(sign, "", kNoLimit))),
              std::vector<std::string>{"what? [a-z]* \\ '\""})
        << sign;
  }
}

TEST_P(StoreRowsTest, FindsNamesBeyondAsciiInTheirOwnCaseOnly) {
  Commits({.rooms = {Room(1, "Ärger"), Room(2, "ärger"), Room(3, "日本語の部屋")}});
  EXPECT_EQ(NamesOf(Must(store().FindPublicRooms("är", "", kNoLimit))), std::vector<std::string>{"ärger"});
  EXPECT_EQ(NamesOf(Must(store().FindPublicRooms("部", "", kNoLimit))), std::vector<std::string>{"日本語の部屋"});
}

TEST_P(StoreRowsTest, FindGoesOnAfterANameAndStopsAtTheLimit) {
  Commits({.rooms = {Room(4, "a"), Room(3, "B"), Room(2, "c"), Room(1, "é")}});
  EXPECT_EQ(NamesOf(Must(store().FindPublicRooms("", "", 2))), (std::vector<std::string>{"B", "a"}));
  EXPECT_EQ(NamesOf(Must(store().FindPublicRooms("", "a", 2))), (std::vector<std::string>{"c", "é"}));
  EXPECT_TRUE(Must(store().FindPublicRooms("", "é", 2)).empty());
  EXPECT_TRUE(Must(store().FindPublicRooms("", "", 0)).empty());
}

TEST_P(StoreRowsTest, MembersAreThePresentOnesByIdWithTheirNames) {
  HasUsers(4);
  Commits({.rooms = {Room(1, "a"), Room(2, "b")},
           .members = {Member(1, 4), Member(1, 1, v1::ROOM_ROLE_OWNER), Member(1, 2, v1::ROOM_ROLE_UNSPECIFIED),
                       Member(1, 3), Member(2, 2)}});
  const auto all = Must(store().LoadMembers(RoomId(1), UserId(), kNoLimit));
  EXPECT_EQ(all, (std::vector<NamedMember>{
                     {Member(1, 1, v1::ROOM_ROLE_OWNER), "user1"}, {Member(1, 3), "user3"}, {Member(1, 4), "user4"}}));
  EXPECT_EQ(Must(store().LoadMembers(RoomId(1), UserId(1), 1)), (std::vector<NamedMember>{{Member(1, 3), "user3"}}));
  EXPECT_EQ(Must(store().LoadMembers(RoomId(1), UserId(), 2)).size(), 2u);
  EXPECT_TRUE(Must(store().LoadMembers(RoomId(1), UserId(4), kNoLimit)).empty());
}

TEST_P(StoreRowsTest, FormerMemberIsStillKnownByItself) {
  HasUsers(1);
  MemberRow former = Member(1, 1, v1::ROOM_ROLE_UNSPECIFIED);
  former.messages = 9;
  Commits({.rooms = {Room(1, "a")}, .members = {former}});
  EXPECT_EQ(Must(store().LoadMember(RoomId(1), UserId(1))), former);
}

TEST_P(StoreRowsTest, MembershipsAreThoseOfThePresentByRoom) {
  HasUsers(2);
  Commits({.rooms = {Room(1, "a"), Room(2, "b"), Room(3, "c"), Room(4, "d")},
           .members = {Member(4, 1), Member(1, 1), Member(2, 1, v1::ROOM_ROLE_UNSPECIFIED),
                       Member(3, 1, v1::ROOM_ROLE_OWNER), Member(2, 2)}});
  EXPECT_EQ(Must(store().LoadMemberships(UserId(1), RoomId(), kNoLimit)),
            (std::vector<Membership>{{Room(1, "a"), Member(1, 1)},
                                     {Room(3, "c"), Member(3, 1, v1::ROOM_ROLE_OWNER)},
                                     {Room(4, "d"), Member(4, 1)}}));
  EXPECT_EQ(Must(store().LoadMemberships(UserId(1), RoomId(1), 1)),
            (std::vector<Membership>{{Room(3, "c"), Member(3, 1, v1::ROOM_ROLE_OWNER)}}));
  EXPECT_EQ(Must(store().LoadMemberships(UserId(1), RoomId(), 2)).size(), 2u);
  EXPECT_EQ(Must(store().CountMemberships(UserId(1))), 3u);

  Commits({.members = {Member(3, 1, v1::ROOM_ROLE_UNSPECIFIED)}});
  EXPECT_EQ(Must(store().CountMemberships(UserId(1))), 2u);
}

TEST_P(StoreRowsTest, VisibilitiesOfOneUserInOneRoomComeByNumber) {
  HasUsers(2);
  const VisibilityRow late{RoomId(1), UserId(1), 20, 30};
  const VisibilityRow early{RoomId(1), UserId(1), 2, 5};
  Commits({.rooms = {Room(1, "a"), Room(2, "b")},
           .visibilities = {late, early, {RoomId(1), UserId(2), 1, 9}, {RoomId(2), UserId(1), 1, 9}}});
  EXPECT_EQ(Must(store().LoadVisibilities(RoomId(1), UserId(1))), (std::vector<VisibilityRow>{early, late}));
}

TEST_P(StoreRowsTest, CommandIsRememberedByDeviceAndId) {
  const CommandRow low = Command(1, 0, 3);
  // All 64 bits of a fingerprint count.
  const CommandRow high = Command(2, std::numeric_limits<std::uint64_t>::max(), 4);
  CommandRow of_other_device = Command(1, 77, 5);
  of_other_device.device = DeviceId(kIdBound - 1);
  Commits({.commands = {low, high, of_other_device}});

  EXPECT_EQ(Must(store().LoadCommand(low.device, low.id)), low);
  EXPECT_EQ(Must(store().LoadCommand(high.device, high.id)), high);
  EXPECT_EQ(Must(store().LoadCommand(of_other_device.device, low.id)), of_other_device);
  EXPECT_FALSE(Must(store().LoadCommand(low.device, Command(3, 0, 0).id)));
}

TEST_P(StoreRowsTest, NumbersNobodyHasFindNothing) {
  HasUsers(1);
  HasRoom(1, 3);
  Commits({.members = {Member(1, 1)}});
  const RoomId no_room(std::numeric_limits<std::uint64_t>::max());
  EXPECT_FALSE(Must(store().LoadRoom(no_room)));
  EXPECT_FALSE(Must(store().LoadMember(no_room, UserId(1))));
  EXPECT_TRUE(Must(store().LoadMemberships(UserId(1), no_room, kNoLimit)).empty());
  EXPECT_TRUE(
      Must(store().LoadMembers(RoomId(1), UserId(std::numeric_limits<std::uint32_t>::max()), kNoLimit)).empty());
}

}  // namespace
}  // namespace conclave::store
