#include "server/log/decider.h"

#include <algorithm>
#include <variant>

#include "server/core/refusal.h"

namespace conclave::log {

void Decider::StartFrom(const store::HighestIds& highest, RoomId lobby) {
  highest_ = highest;
  lobby_ = lobby;
}

absl::StatusOr<chat::Changes> Decider::operator()(const chat::Command& command, const chat::Stamp& stamp) {
  return std::visit([&](const auto& c) { return Decide(c, stamp); }, command);
}

absl::StatusOr<chat::Changes> Decider::Decide(const chat::SendMessage& command, const chat::Stamp& stamp) {
  CONCLAVE_ASSIGN_OR_RETURN(const chat::Rows rows, RowsOf(command.room, stamp.author));
  return chat::Decide(command, rows, stamp);
}

absl::StatusOr<chat::Changes> Decider::Decide(const chat::CreateRoom& command, const chat::Stamp& stamp) {
  chat::Rows rows;
  CONCLAVE_ASSIGN_OR_RETURN(rows.room, view_.RoomByName(command.name));
  CONCLAVE_ASSIGN_OR_RETURN(rows.rooms_of_user, view_.CountRooms(stamp.author));
  return chat::Decide(command, rows, stamp, limits_, RoomId(random_.NextId()));
}

absl::StatusOr<chat::Changes> Decider::Decide(const chat::JoinRoom& command, const chat::Stamp& stamp) {
  CONCLAVE_ASSIGN_OR_RETURN(chat::Rows rows, RowsOf(command.room, stamp.author));
  CONCLAVE_ASSIGN_OR_RETURN(rows.rooms_of_user, view_.CountRooms(stamp.author));
  return chat::Decide(command, rows, stamp, limits_);
}

absl::StatusOr<chat::Changes> Decider::Decide(const chat::LeaveRoom& command, const chat::Stamp& stamp) {
  CONCLAVE_ASSIGN_OR_RETURN(const chat::Rows rows, RowsOf(command.room, stamp.author));
  return chat::Decide(command, rows, stamp);
}

absl::StatusOr<chat::Changes> Decider::Decide(const chat::InviteMember& command, const chat::Stamp& stamp) {
  CONCLAVE_ASSIGN_OR_RETURN(chat::Rows rows, RowsOf(command.room, stamp.author));
  CONCLAVE_ASSIGN_OR_RETURN(rows.user, view_.User(command.user));
  CONCLAVE_ASSIGN_OR_RETURN(rows.target, view_.Member(command.room, command.user));
  CONCLAVE_ASSIGN_OR_RETURN(rows.rooms_of_user, view_.CountRooms(command.user));
  return chat::Decide(command, rows, stamp, limits_);
}

absl::StatusOr<chat::Changes> Decider::Decide(const chat::RemoveMember& command, const chat::Stamp& stamp) {
  CONCLAVE_ASSIGN_OR_RETURN(chat::Rows rows, RowsOf(command.room, stamp.author));
  CONCLAVE_ASSIGN_OR_RETURN(rows.target, view_.Member(command.room, command.user));
  return chat::Decide(command, rows, stamp);
}

absl::StatusOr<chat::Changes> Decider::Decide(const chat::OpenDirectRoom& command, const chat::Stamp& stamp) {
  chat::Rows rows;
  CONCLAVE_ASSIGN_OR_RETURN(rows.room, view_.RoomByDirectKey(chat::DirectKey(command.members)));
  for (const UserId user : command.members) {
    if (rows.room) break;
    CONCLAVE_ASSIGN_OR_RETURN(const auto row, view_.User(user));
    if (!row) return Refuse(v1::REASON_USER_NOT_FOUND, "There is no such user.");
    // All of them come into one more room.
    CONCLAVE_ASSIGN_OR_RETURN(const std::size_t rooms, view_.CountRooms(user));
    rows.rooms_of_user = std::max(rows.rooms_of_user, rooms);
  }
  return chat::Decide(command, rows, stamp, limits_, RoomId(random_.NextId()));
}

absl::StatusOr<chat::Changes> Decider::Decide(const chat::AddDevice& command, const chat::Stamp& stamp) {
  CONCLAVE_ASSIGN_OR_RETURN(chat::Rows rows, RowsOf(lobby_, stamp.author));
  CONCLAVE_ASSIGN_OR_RETURN(rows.user, view_.UserByName(command.user_name));
  if (!rows.user) highest_.user = UserId(highest_.user.value() + 1);
  highest_.device = DeviceId(highest_.device.value() + 1);
  return chat::Decide(command, rows, stamp, {.user = highest_.user, .device = highest_.device});
}

absl::StatusOr<chat::Rows> Decider::RowsOf(RoomId room, UserId author) {
  chat::Rows rows;
  CONCLAVE_ASSIGN_OR_RETURN(rows.room, view_.Room(room));
  if (rows.room && author) {
    CONCLAVE_ASSIGN_OR_RETURN(rows.author, view_.Member(room, author));
  }
  return rows;
}

}  // namespace conclave::log
