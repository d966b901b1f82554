#ifndef CONCLAVE_CLIENT_QT_CORE_ROOM_H_
#define CONCLAVE_CLIENT_QT_CORE_ROOM_H_

#include <QString>

#include "server/core/ids.h"

namespace conclave::desktop {

enum class RoomKind { kLobby, kPublic, kPrivate, kDirect };

// A room as its list shows it. A value.
struct Room {
  RoomId id;
  RoomKind kind = RoomKind::kPublic;
  // As it is to be shown: without '#'; of a direct room the other people's names.
  QString title;
  QString topic;
  int member_count = 0;
  // The caller may remove members.
  bool owner = false;
  // Texts of others that nobody has looked at here.
  int unread = 0;
  // What was begun in the composer; empty: nothing.
  QString draft;
  // Of the last event; 0: unknown.
  TimeUs last_activity = 0;
  // Of a direct room with one other person; for the avatar.
  UserId partner;

  bool operator==(const Room&) const = default;
};

// Somebody in a room. A value.
struct Member {
  UserId user;
  QString name;
  bool owner = false;

  bool operator==(const Member&) const = default;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_CORE_ROOM_H_
