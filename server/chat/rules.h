#ifndef CONCLAVE_SERVER_CHAT_RULES_H_
#define CONCLAVE_SERVER_CHAT_RULES_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "server/chat/commands.h"
#include "server/chat/room_draft.h"
#include "server/core/ids.h"
#include "server/core/limits.h"
#include "server/store/store.h"

namespace conclave::chat {

// The rows a command names, as they stand. What a rule does not look at may be absent.
struct Rows {
  std::optional<store::RoomRow> room;
  // The author in the room, now or formerly.
  std::optional<store::MemberRow> author;
  // The user the command is about.
  std::optional<store::UserRow> user;
  // That user in the room, now or formerly.
  std::optional<store::MemberRow> target;
  // How many rooms that user (or the author, when the command is about no other) is in.
  std::size_t rooms_of_user = 0;
};

// The rules: pure functions from a command and the rows it names to what it changes, or a typed refusal. They know of
// no input, output or thread. A refusal never tells somebody of a private room that is not his.

absl::StatusOr<Changes> Decide(const SendMessage& command, const Rows& rows, const Stamp& stamp);
absl::StatusOr<Changes> Decide(const JoinRoom& command, const Rows& rows, const Stamp& stamp, const Limits& limits);
absl::StatusOr<Changes> Decide(const LeaveRoom& command, const Rows& rows, const Stamp& stamp);
absl::StatusOr<Changes> Decide(const InviteMember& command, const Rows& rows, const Stamp& stamp, const Limits& limits);
absl::StatusOr<Changes> Decide(const RemoveMember& command, const Rows& rows, const Stamp& stamp);

// `rows.room` is the room that has the name already, if any; `id` that of the new room.
absl::StatusOr<Changes> Decide(const CreateRoom& command, const Rows& rows, const Stamp& stamp, const Limits& limits,
                               RoomId id);

// `rows.room` is the direct room there is already, if any; the members exist.
absl::StatusOr<Changes> Decide(const OpenDirectRoom& command, const Rows& rows, const Stamp& stamp,
                               const Limits& limits, RoomId id);

// Ids for what AddDevice makes.
struct NewIds {
  UserId user;
  DeviceId device;
};

// `rows.room` is the lobby, which a new user joins; `rows.user` the user of that name, if any.
absl::StatusOr<Changes> Decide(const AddDevice& command, const Rows& rows, const Stamp& stamp, const NewIds& ids);

// The lobby of a new store.
Changes CreateLobby(RoomId id, TimeUs now);

// Whether a user may know of a room: member now, or the room is one anybody can find.
bool MayKnow(const store::RoomRow& room, const std::optional<store::MemberRow>& member);

// Numbers a member of a room does not get, ascending: those of times without membership, in rooms that are not open to
// all. `ended` are the former memberships, ascending.
struct HiddenRange {
  Seq from = 0;
  Seq to = 0;
};
std::vector<HiddenRange> HiddenRanges(const store::RoomRow& room, const store::MemberRow& member,
                                      const std::vector<store::VisibilityRow>& ended);

}  // namespace conclave::chat

#endif  // CONCLAVE_SERVER_CHAT_RULES_H_
