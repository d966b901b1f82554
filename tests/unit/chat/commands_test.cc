#include "server/chat/commands.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace conclave::chat {
namespace {

TEST(FingerprintTest, DiffersPerKindAndField) {
  const std::vector<Command> commands = {
      SendMessage{.room = RoomId(1), .body = "a"},
      SendMessage{.room = RoomId(2), .body = "a"},
      SendMessage{.room = RoomId(1), .body = "b"},
      CreateRoom{.kind = v1::ROOM_KIND_PUBLIC, .name = "a", .topic = "b"},
      CreateRoom{.kind = v1::ROOM_KIND_PRIVATE, .name = "a", .topic = "b"},
      CreateRoom{.kind = v1::ROOM_KIND_PUBLIC, .name = "ab", .topic = ""},
      CreateRoom{.kind = v1::ROOM_KIND_PUBLIC, .name = "", .topic = "ab"},
      JoinRoom{.room = RoomId(1)},
      JoinRoom{.room = RoomId(2)},
      LeaveRoom{.room = RoomId(1)},
      InviteMember{.room = RoomId(1), .user = UserId(2)},
      InviteMember{.room = RoomId(2), .user = UserId(1)},
      RemoveMember{.room = RoomId(1), .user = UserId(2)},
      OpenDirectRoom{.members = {UserId(1), UserId(2)}},
      OpenDirectRoom{.members = {UserId(12)}},
      AddDevice{.user_name = "a", .device_name = "b"},
      AddDevice{.user_name = "ab", .device_name = ""},
  };
  std::set<std::uint64_t> fingerprints;
  for (const Command& command : commands) fingerprints.insert(Fingerprint(command));
  EXPECT_EQ(fingerprints.size(), commands.size());
}

TEST(FingerprintTest, NeverChanges) {
  EXPECT_EQ(Fingerprint(SendMessage{.room = RoomId(1), .body = "a"}), 0x77035d6d63734a5fu);
  EXPECT_EQ(Fingerprint(CreateRoom{.kind = v1::ROOM_KIND_PUBLIC, .name = "a", .topic = "b"}), 0xcaf58317b3e14614u);
  EXPECT_EQ(Fingerprint(JoinRoom{.room = RoomId(1)}), 0xf618fc8a7f03c6c7u);
  EXPECT_EQ(Fingerprint(LeaveRoom{.room = RoomId(1)}), 0x2d2d019009bbb940u);
  EXPECT_EQ(Fingerprint(InviteMember{.room = RoomId(1), .user = UserId(2)}), 0x4d7f9586761e3ba3u);
  EXPECT_EQ(Fingerprint(RemoveMember{.room = RoomId(1), .user = UserId(2)}), 0xa78f49855c74a1c0u);
  EXPECT_EQ(Fingerprint(OpenDirectRoom{.members = {UserId(1), UserId(2)}}), 0x656c322665d76d72u);
  EXPECT_EQ(Fingerprint(AddDevice{.user_name = "a", .device_name = "b"}), 0xbfca5701e069ffbcu);
}

TEST(DirectKeyTest, LeadsBackToItsMembers) {
  const std::vector<UserId> members = {UserId(1), UserId(20), UserId(2147483647)};
  EXPECT_EQ(DirectKey(members), "1,20,2147483647");
  EXPECT_EQ(MembersOfDirectKey(DirectKey(members)), members);
  EXPECT_TRUE(MembersOfDirectKey("").empty());
}

}  // namespace
}  // namespace conclave::chat
