#include "client-qt/core/entry.h"

#include <string>

#include "client-qt/core/markdown.h"

namespace conclave::desktop {
namespace {

void TakeBody(const v1::RoomEvent& event, EntryPart part, Entry& entry) {
  Message& message = entry.message;
  message.kind = MessageKind::kEvent;
  switch (event.body_case()) {
    case v1::RoomEvent::kMessage:
      message.kind = MessageKind::kText;
      message.length = static_cast<int>(event.message().text().size());
      message.document = part == EntryPart::kHead ? AbsentDocument() : ParseMarkdown(event.message().text());
      return;
    case v1::RoomEvent::kRoomCreated:
      message.happening = Happening::kRoomCreated;
      break;
    case v1::RoomEvent::kMemberJoined:
      message.subject = UserId(event.member_joined().user_id());
      message.happening = message.subject == message.author ? Happening::kJoined : Happening::kInvited;
      break;
    case v1::RoomEvent::kMemberLeft:
      message.subject = UserId(event.member_left().user_id());
      message.happening = message.subject == message.author ? Happening::kLeft : Happening::kRemoved;
      break;
    case v1::RoomEvent::BODY_NOT_SET:
      entry.hidden = event.fallback_text().empty();
      break;
  }
  message.document = PlainDocument(QString::fromStdString(event.fallback_text()));
}

Entry Take(const v1::RoomEvent& event, UserId me, EntryPart part) {
  Entry entry{.room = RoomId(event.room_id())};
  Message& message = entry.message;
  message.seq = event.seq();
  message.time = event.time_us();
  message.author = UserId(event.author_user_id());
  message.own = message.author == me;
  message.command = CommandId::FromBytes(event.command_id()).value_or(CommandId());
  TakeBody(event, part, entry);
  return entry;
}

}  // namespace

Entry EntryFrom(const v1::RoomEvent& event, UserId me) {
  Entry entry = Take(event, me, EntryPart::kWhole);
  entry.bytes = QByteArray::fromStdString(event.SerializeAsString());
  return entry;
}

Entry EntryFromBytes(RoomId room, Seq seq, const QByteArray& bytes, UserId me, EntryPart part) {
  v1::RoomEvent event;
  if (!event.ParseFromArray(bytes.constData(), static_cast<int>(bytes.size())) || event.seq() != seq ||
      event.room_id() != room.value()) {
    Entry entry{.room = room, .hidden = true};
    entry.message.seq = seq;
    entry.message.kind = MessageKind::kEvent;
    entry.message.document = PlainDocument({});
    return entry;
  }
  Entry entry = Take(event, me, part);
  if (part == EntryPart::kWhole) entry.bytes = bytes;
  return entry;
}

}  // namespace conclave::desktop
