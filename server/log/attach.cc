#include "server/log/attach.h"

#include <string>
#include <utility>

#include "conclave/v1/chat.pb.h"
#include "server/chat/rules.h"
#include "server/core/event_codec.h"
#include "server/core/refusal.h"

namespace conclave::log {
namespace {

std::string RefusalEvent(const absl::Status& status, const fanout::Attachment& attachment) {
  v1::Event event;
  *event.mutable_error() = ErrorFrom(status);
  event.mutable_error()->set_request_id(attachment.request_id);
  event.mutable_error()->set_room_id(attachment.room.value());
  std::string bytes;
  AppendEvent(event, bytes);
  return bytes;
}

}  // namespace

absl::StatusOr<fanout::RoomView> LoadRoomView(store::Store& store, RoomId room, UserId user, Seq after) {
  // The head first: who is a member after it was read may see everything up to it.
  CONCLAVE_ASSIGN_OR_RETURN(const auto row, store.LoadRoom(room));
  CONCLAVE_ASSIGN_OR_RETURN(const auto member, store.LoadMember(room, user));
  if (!row || !chat::MayKnow(*row, member)) return Refuse(v1::REASON_ROOM_NOT_FOUND, "There is no such room.");
  if (!member || !member->IsMember()) return Refuse(v1::REASON_NOT_A_MEMBER, "You are not a member of this room.");
  if (after > row->head) {
    return Refuse(v1::REASON_CURSOR_AHEAD, "The cursor lies beyond the last event of the room; resynchronise.");
  }
  CONCLAVE_ASSIGN_OR_RETURN(const auto ended, store.LoadVisibilities(room, user));
  fanout::RoomView view{.joined = member->joined, .head = row->head};
  for (const chat::HiddenRange& range : chat::HiddenRanges(*row, *member, ended)) {
    view.hidden.push_back({.from = range.from, .to = range.to});
  }
  return view;
}

void Attach::Check(std::shared_ptr<fanout::Connection> connection, const fanout::Attachment& attachment) {
  const absl::Status submitted = readers_.Submit(ReaderPool::Class::kInteractive, [this, connection, attachment] {
    auto view = LoadRoomView(store_, attachment.room, connection->user(), attachment.after);
    if (view.ok()) {
      hub_->Open(connection, attachment, *std::move(view));
    } else {
      hub_->Refuse(connection, attachment, RefusalEvent(view.status(), attachment));
    }
  });
  if (submitted.ok()) return;
  hub_->Refuse(std::move(connection), attachment, RefusalEvent(submitted, attachment));
}

}  // namespace conclave::log
