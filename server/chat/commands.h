#ifndef CONCLAVE_SERVER_CHAT_COMMANDS_H_
#define CONCLAVE_SERVER_CHAT_COMMANDS_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "conclave/v1/event.pb.h"
#include "server/core/ids.h"

namespace conclave::chat {

// The writing commands, checked in form: what is left to decide needs the rows they name.

struct SendMessage {
  RoomId room;
  // Encoded body of the event (core/event_codec.h).
  std::string body;
};

struct CreateRoom {
  v1::RoomKind kind = v1::ROOM_KIND_UNSPECIFIED;
  std::string name;
  std::string topic;
};

struct JoinRoom {
  RoomId room;
};

struct LeaveRoom {
  RoomId room;
};

struct InviteMember {
  RoomId room;
  UserId user;
};

struct RemoveMember {
  RoomId room;
  UserId user;
};

struct OpenDirectRoom {
  // All members, the author among them; ascending, without doubles.
  std::vector<UserId> members;
};

// Registers a device, and its user when there is none of that name. Administration only.
struct AddDevice {
  std::string user_name;
  std::string device_name;
};

using Command =
    std::variant<SendMessage, CreateRoom, JoinRoom, LeaveRoom, InviteMember, RemoveMember, OpenDirectRoom, AddDevice>;

// Tells a retry of a command from another command under the same id.
std::uint64_t Fingerprint(const Command& command);

// The key under which a direct room is found: the ids joined by ','.
std::string DirectKey(const std::vector<UserId>& members);

// The inverse of DirectKey.
std::vector<UserId> MembersOfDirectKey(std::string_view key);

}  // namespace conclave::chat

#endif  // CONCLAVE_SERVER_CHAT_COMMANDS_H_
