#include "server/log/attach.h"

#include <string>
#include <utility>

#include "conclave/v1/chat.pb.h"
#include "server/chat/rules.h"
#include "server/core/event_codec.h"
#include "server/core/refusal.h"

namespace conclave::log {
namespace {

std::string RefusalEvent(const absl::Status& status, RoomId room, std::uint64_t request_id) {
  v1::Event event;
  *event.mutable_error() = ErrorFrom(status);
  event.mutable_error()->set_request_id(request_id);
  event.mutable_error()->set_room_id(room.value());
  std::string bytes;
  AppendEvent(event, bytes);
  return bytes;
}

}  // namespace

absl::StatusOr<fanout::RoomView> LoadRoomView(store::Store& store, RoomId room, UserId user, Seq after) {
  CONCLAVE_ASSIGN_OR_RETURN(const auto member, store.LoadMember(room, user));
  CONCLAVE_ASSIGN_OR_RETURN(const auto row, store.LoadRoom(room));
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

void Attach::Check(std::shared_ptr<fanout::Connection> connection, RoomId room, Seq after, std::uint64_t request_id) {
  const bool submitted = readers_.Submit(ReaderPool::Class::kInteractive, [this, connection, room, after, request_id] {
    auto view = LoadRoomView(store_, room, connection->user(), after);
    if (view.ok()) {
      hub_->Open(connection, room, request_id, *std::move(view));
    } else {
      hub_->Refuse(connection, room, request_id, RefusalEvent(view.status(), room, request_id));
    }
  });
  if (submitted) return;
  const absl::Status busy = Refuse(v1::REASON_BUSY, "Too many reads wait.", {.retry_after = absl::Seconds(1)});
  hub_->Refuse(std::move(connection), room, request_id, RefusalEvent(busy, room, request_id));
}

}  // namespace conclave::log
