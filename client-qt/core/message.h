#ifndef CONCLAVE_CLIENT_QT_CORE_MESSAGE_H_
#define CONCLAVE_CLIENT_QT_CORE_MESSAGE_H_

#include <QString>

#include "client-qt/core/document.h"
#include "server/core/ids.h"

namespace conclave::desktop {

enum class MessageKind {
  // Somebody said something.
  kText,
  // Something happened: "Ines joined". Shown small, without an author.
  kEvent,
};

// Of kEvent: what happened.
enum class Happening {
  // To be said with the words in the document.
  kOther,
  kRoomCreated,
  // `subject` came in by itself, or was brought in by the author.
  kJoined,
  kInvited,
  // `subject` went by itself, or was removed by the author.
  kLeft,
  kRemoved,
};

enum class SendState {
  // The server has it.
  kSent,
  // On this disk, not yet answered.
  kQueued,
  // Refused; `failure` says why.
  kFailed,
};

// One row of a room's story. A value: models hand out copies.
struct Message {
  // Its number in the room; 0 until the server gave one.
  Seq seq = 0;
  // Of the command that caused it; zero when the server did.
  CommandId command;
  // The server's; until then when it was written here.
  TimeUs time = 0;
  UserId author;
  // As it is to be shown.
  QString author_name;
  MessageKind kind = MessageKind::kText;
  // Only in kEvent, as is whom it happened to.
  Happening happening = Happening::kOther;
  UserId subject;
  SendState state = SendState::kSent;
  bool own = false;
  // One sentence; only in kFailed.
  QString failure;
  // Of kText it may be absent while nobody looks; its length in bytes, about, is known then. 0: unknown.
  DocumentPtr document;
  int length = 0;

  [[nodiscard]] bool absent() const { return document == AbsentDocument(); }
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_CORE_MESSAGE_H_
