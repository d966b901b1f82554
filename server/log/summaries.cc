#include "server/log/summaries.h"

#include <utility>

#include "conclave/v1/chat.pb.h"
#include "server/chat/commands.h"
#include "server/core/event_codec.h"

namespace conclave::log {

std::string SummaryEvent(const store::RoomRow& room, const store::MemberRow& member) {
  v1::Event event;
  v1::RoomSummary& summary = *event.mutable_room_summary();
  summary.set_room_id(room.id.value());
  summary.set_kind(room.kind);
  summary.set_name(room.name);
  summary.set_role(member.role);
  summary.set_own_ordinal(member.messages);
  // Who is no longer a member learns nothing further of the room.
  if (member.IsMember()) {
    summary.set_topic(room.topic);
    summary.set_head_seq(room.head);
    summary.set_message_ordinal(room.messages);
    summary.set_joined_seq(member.joined);
    summary.set_last_time_us(room.last_time);
    for (const UserId user : chat::MembersOfDirectKey(room.direct_key)) {
      if (user != member.user) summary.add_direct_user_ids(user.value());
    }
  }
  std::string bytes;
  AppendEvent(event, bytes);
  return bytes;
}

bool Summaries::Summarise(std::shared_ptr<fanout::Connection> connection, std::vector<RoomId> rooms) {
  const std::size_t bytes = rooms.size() * sizeof(RoomId);
  const auto job = [this, connection = std::move(connection), rooms = std::move(rooms)] { Say(*connection, rooms); };
  return readers_.Submit(ReaderPool::Class::kCatchUp, job, bytes).ok();
}

void Summaries::Say(fanout::Connection& connection, const std::vector<RoomId>& rooms) {
  for (const RoomId id : rooms) {
    const auto member = store_.LoadMember(id, connection.user());
    const auto room = store_.LoadRoom(id);
    if (!member.ok() || !room.ok() || !*member || !*room) continue;
    connection.outbox().PushControl(SummaryEvent(**room, **member));
  }
  connection.Pump();
}

}  // namespace conclave::log
