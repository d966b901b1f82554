#ifndef CONCLAVE_CLIENT_QT_CORE_ENTRY_H_
#define CONCLAVE_CLIENT_QT_CORE_ENTRY_H_

#include <QByteArray>

#include "client-qt/core/message.h"
#include "conclave/v1/event.pb.h"

namespace conclave::desktop {

// One event of a room as this client keeps it: what is shown, and the bytes it came in, for the cache. A value.
struct Entry {
  RoomId room;
  Message message;
  // It has a number and nothing to show.
  bool hidden = false;
  QByteArray bytes;
};

// How much of an entry is wanted.
enum class EntryPart {
  kWhole,
  // Without bytes, and of a text only its length.
  kHead,
};

// With the text parsed: not for the GUI's thread. Names are not known here; of a happening neither are the words.
[[nodiscard]] Entry EntryFrom(const v1::RoomEvent& event, UserId me);

// The same from bytes kept; hidden when they are not what they were.
[[nodiscard]] Entry EntryFromBytes(RoomId room, Seq seq, const QByteArray& bytes, UserId me,
                                   EntryPart part = EntryPart::kWhole);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_CORE_ENTRY_H_
