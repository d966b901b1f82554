#ifndef CONCLAVE_CLIENT_QT_STORE_RECORDS_H_
#define CONCLAVE_CLIENT_QT_STORE_RECORDS_H_

#include <QString>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "client-qt/core/entry.h"
#include "client-qt/core/room.h"
#include "client-qt/core/unread.h"

namespace conclave::desktop {

// A room as it is kept. `room` has neither unread nor draft nor, of a direct room, a title.
struct RoomRecord {
  Room room;
  // The other people in a direct room.
  std::vector<UserId> people;
};

// A message that waits to be sent, or was refused. Kept in the order in which they were queued.
struct OutboxRow {
  CommandId command;
  RoomId room;
  QString text;
  TimeUs time = 0;
  // Empty: it waits.
  QString failure;
  // Whether it was done is unknown: again only with the same id.
  bool fate_unknown = false;
  // The text as it is shown; not kept.
  DocumentPtr document;
};

// What is kept of a room beside its story.
struct RoomState {
  RoomRecord record;
  UnreadCount unread;
  QString draft;
  // The last number known without a hole before it; nothing: none is known.
  std::optional<Seq> last;
};

// Everything the cache holds but the stories.
struct Snapshot {
  // 0: nothing was ever kept.
  std::uint64_t epoch = 0;
  std::vector<RoomState> rooms;
  std::vector<OutboxRow> outbox;
  std::map<UserId, QString> names;
  // Empty: it has never said so.
  QString server_name;
};

// Which stretch: at most `limit` events below `before`, 0 for the newest.
struct PageQuery {
  RoomId room;
  Seq before = 0;
  int limit = 0;
  EntryPart part = EntryPart::kWhole;
};

// A stretch of a room's story, ascending, without a hole in it or between it and what was asked for.
struct StoryPage {
  std::vector<Entry> entries;
  // Known from here on, up to `to`; nothing: nothing is known there.
  std::optional<Seq> from;
  Seq to = 0;
  // Nothing older exists, or may be read.
  bool at_beginning = false;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_STORE_RECORDS_H_
