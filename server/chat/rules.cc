#include "server/chat/rules.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/core/refusal.h"
#include "server/core/strings.h"

namespace conclave::chat {
namespace {

bool IsMember(const std::optional<store::MemberRow>& row) { return row && row->IsMember(); }

bool IsOpen(const store::RoomRow& room) {
  return room.kind == v1::ROOM_KIND_LOBBY || room.kind == v1::ROOM_KIND_PUBLIC;
}

// Rooms that people leave and are invited into and removed from.
bool HasChangingMembers(const store::RoomRow& room) {
  return room.kind == v1::ROOM_KIND_PUBLIC || room.kind == v1::ROOM_KIND_PRIVATE;
}

absl::Status NoSuchRoom() { return Refuse(v1::REASON_ROOM_NOT_FOUND, "There is no such room."); }

// The room is there for the author, who is a member.
absl::Status CheckAuthorIsMember(const Rows& rows) {
  if (!rows.room || !MayKnow(*rows.room, rows.author)) return NoSuchRoom();
  if (!IsMember(rows.author)) return Refuse(v1::REASON_NOT_A_MEMBER, "You are not a member of this room.");
  return absl::OkStatus();
}

absl::Status CheckRoomFor(const store::RoomRow& room, std::size_t rooms_of_user, const Limits& limits) {
  if (room.members >= limits.members_per_room) {
    return Refuse(v1::REASON_LIMIT_REACHED, "The room is full.",
                  {.limit = "limits.members_per_room", .limit_value = limits.members_per_room});
  }
  if (rooms_of_user >= limits.rooms_per_user) {
    return Refuse(v1::REASON_LIMIT_REACHED, absl::StrCat("A user can be in ", limits.rooms_per_user, " rooms."),
                  {.limit = "limits.rooms_per_user", .limit_value = limits.rooms_per_user});
  }
  return absl::OkStatus();
}

// The row of a user who comes (back) into a room.
store::MemberRow RowFor(UserId user, const std::optional<store::MemberRow>& former) {
  return former.value_or(store::MemberRow{.user = user});
}

// A new room: its founders see it from the first event, and the answer names that event.
Changes Founded(RoomDraft draft, const Stamp& stamp) {
  draft.AnswerWith(1, stamp.now);
  Changes changes = std::move(draft).Take();
  for (store::MemberRow& founder : changes.members) founder.joined = 1;
  return changes;
}

}  // namespace

bool MayKnow(const store::RoomRow& room, const std::optional<store::MemberRow>& member) {
  return IsOpen(room) || IsMember(member);
}

absl::StatusOr<Changes> Decide(const SendMessage& command, const Rows& rows, const Stamp& stamp) {
  CONCLAVE_RETURN_IF_ERROR(CheckAuthorIsMember(rows));
  RoomDraft draft(*rows.room, stamp);
  draft.Say(*rows.author, command.body);
  return std::move(draft).Take();
}

absl::StatusOr<Changes> Decide(const JoinRoom&, const Rows& rows, const Stamp& stamp, const Limits& limits) {
  if (!rows.room || !MayKnow(*rows.room, rows.author)) return NoSuchRoom();
  RoomDraft draft(*rows.room, stamp);
  if (IsMember(rows.author)) {
    draft.AnswerWith(rows.author->joined, rows.room->last_time);
    return std::move(draft).Take();
  }
  CONCLAVE_RETURN_IF_ERROR(CheckRoomFor(*rows.room, rows.rooms_of_user, limits));
  draft.Join(RowFor(stamp.author, rows.author), v1::ROOM_ROLE_MEMBER);
  return std::move(draft).Take();
}

absl::StatusOr<Changes> Decide(const LeaveRoom&, const Rows& rows, const Stamp& stamp) {
  CONCLAVE_RETURN_IF_ERROR(CheckAuthorIsMember(rows));
  if (!HasChangingMembers(*rows.room)) {
    return Refuse(v1::REASON_WRONG_ROOM_KIND, "Nobody can leave the lobby or a direct room.");
  }
  RoomDraft draft(*rows.room, stamp);
  draft.Leave(*rows.author);
  return std::move(draft).Take();
}

absl::StatusOr<Changes> Decide(const InviteMember& command, const Rows& rows, const Stamp& stamp,
                               const Limits& limits) {
  CONCLAVE_RETURN_IF_ERROR(CheckAuthorIsMember(rows));
  if (!HasChangingMembers(*rows.room)) {
    return Refuse(v1::REASON_WRONG_ROOM_KIND, "Nobody can be invited into the lobby or a direct room.");
  }
  if (!rows.user) return Refuse(v1::REASON_USER_NOT_FOUND, "There is no such user.");
  if (IsMember(rows.target)) return Refuse(v1::REASON_ALREADY_A_MEMBER, "The user is a member already.");
  CONCLAVE_RETURN_IF_ERROR(CheckRoomFor(*rows.room, rows.rooms_of_user, limits));
  RoomDraft draft(*rows.room, stamp);
  draft.Join(RowFor(command.user, rows.target), v1::ROOM_ROLE_MEMBER);
  return std::move(draft).Take();
}

absl::StatusOr<Changes> Decide(const RemoveMember& command, const Rows& rows, const Stamp& stamp) {
  CONCLAVE_RETURN_IF_ERROR(CheckAuthorIsMember(rows));
  if (!HasChangingMembers(*rows.room)) {
    return Refuse(v1::REASON_WRONG_ROOM_KIND, "Nobody can be removed from the lobby or a direct room.");
  }
  if (rows.author->role != v1::ROOM_ROLE_OWNER) {
    return Refuse(v1::REASON_ROLE_TOO_LOW, "Only an owner of the room can remove somebody.");
  }
  if (command.user == stamp.author) {
    return Refuse(v1::REASON_INVALID_FIELD, "Leave the room instead of removing yourself.");
  }
  if (!IsMember(rows.target)) return Refuse(v1::REASON_USER_NOT_FOUND, "The user is not a member of this room.");
  RoomDraft draft(*rows.room, stamp);
  draft.Leave(*rows.target);
  return std::move(draft).Take();
}

absl::StatusOr<Changes> Decide(const CreateRoom& command, const Rows& rows, const Stamp& stamp, const Limits& limits,
                               RoomId id) {
  if (rows.room) {
    return Refuse(v1::REASON_NAME_TAKEN, absl::StrCat("There is a room named ", command.name, " already."));
  }
  store::RoomRow room{.id = id, .kind = command.kind, .name = command.name, .topic = command.topic};
  CONCLAVE_RETURN_IF_ERROR(CheckRoomFor(room, rows.rooms_of_user, limits));
  RoomDraft draft(std::move(room), stamp);
  draft.Create();
  draft.Join(RowFor(stamp.author, std::nullopt), v1::ROOM_ROLE_OWNER);
  return Founded(std::move(draft), stamp);
}

absl::StatusOr<Changes> Decide(const OpenDirectRoom& command, const Rows& rows, const Stamp& stamp,
                               const Limits& limits, RoomId id) {
  if (rows.room) {
    RoomDraft draft(*rows.room, stamp);
    draft.AnswerWith(1, rows.room->created);
    return std::move(draft).Take();
  }
  store::RoomRow room{.id = id, .kind = v1::ROOM_KIND_DIRECT, .direct_key = DirectKey(command.members)};
  CONCLAVE_RETURN_IF_ERROR(CheckRoomFor(room, rows.rooms_of_user, limits));
  RoomDraft draft(std::move(room), stamp);
  draft.Create();
  for (const UserId user : command.members) draft.Join(RowFor(user, std::nullopt), v1::ROOM_ROLE_MEMBER);
  return Founded(std::move(draft), stamp);
}

absl::StatusOr<Changes> Decide(const AddDevice& command, const Rows& rows, const Stamp& stamp, const NewIds& ids) {
  RoomDraft draft(*rows.room, stamp);
  UserId user = ids.user;
  if (rows.user) {
    user = rows.user->id;
    draft.AnswerWith(rows.room->head, rows.room->last_time);
  } else {
    draft.Join(RowFor(user, std::nullopt), v1::ROOM_ROLE_MEMBER);
  }
  Changes changes = std::move(draft).Take();
  if (!rows.user) changes.users.push_back({.id = user, .name = command.user_name, .created = stamp.now});
  changes.devices.push_back({.id = ids.device, .user = user, .name = command.device_name, .created = stamp.now});
  return changes;
}

Changes CreateLobby(RoomId id, TimeUs now) {
  const Stamp stamp{.now = now};
  RoomDraft draft({.id = id, .kind = v1::ROOM_KIND_LOBBY, .name = "lobby"}, stamp);
  draft.Create();
  return std::move(draft).Take();
}

std::vector<HiddenRange> HiddenRanges(const store::RoomRow& room, const store::MemberRow& member,
                                      const std::vector<store::VisibilityRow>& ended) {
  std::vector<HiddenRange> hidden;
  if (IsOpen(room)) return hidden;
  Seq next = 1;
  for (const store::VisibilityRow& visible : ended) {
    if (visible.from > next) hidden.push_back({.from = next, .to = visible.from - 1});
    next = visible.to + 1;
  }
  if (member.joined > next) hidden.push_back({.from = next, .to = member.joined - 1});
  return hidden;
}

}  // namespace conclave::chat
