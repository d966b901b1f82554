#include "server/session/messages.h"

#include "server/chat/commands.h"
#include "server/core/event_codec.h"
#include "server/core/refusal.h"

namespace conclave::session {

std::string Encode(const v1::Event& event) {
  std::string bytes;
  AppendEvent(event, bytes);
  return bytes;
}

std::string ErrorEvent(const absl::Status& status, std::uint64_t request_id) {
  v1::Event event;
  *event.mutable_error() = ErrorFrom(status);
  event.mutable_error()->set_request_id(request_id);
  return Encode(event);
}

std::string PongEvent(std::uint64_t request_id, TimeUs client_time, TimeUs server_time) {
  v1::Event event;
  v1::Pong& pong = *event.mutable_pong();
  pong.set_request_id(request_id);
  pong.set_client_time_us(client_time);
  pong.set_server_time_us(server_time);
  return Encode(event);
}

std::string DetachedEvent(std::uint64_t request_id, RoomId room) {
  v1::Event event;
  event.mutable_detached()->set_request_id(request_id);
  event.mutable_detached()->set_room_id(room.value());
  return Encode(event);
}

std::string DrainingEvent(absl::Duration retry_after) {
  v1::Event event;
  event.mutable_notice()->mutable_draining()->set_retry_after_ms(
      static_cast<std::uint32_t>(absl::ToInt64Milliseconds(retry_after)));
  return Encode(event);
}

std::string ReplacedEvent() {
  v1::Event event;
  event.mutable_notice()->mutable_replaced();
  return Encode(event);
}

v1::Limits ToProto(const Limits& limits) {
  const auto number = [](std::size_t value) { return static_cast<std::uint32_t>(value); };
  v1::Limits proto;
  proto.set_commands_in_flight(number(limits.commands_in_flight));
  proto.set_request_bytes(number(limits.request_bytes));
  proto.set_hello_bytes(number(limits.hello_bytes));
  proto.set_text_bytes(number(limits.text_bytes));
  proto.set_room_name_bytes(number(limits.name_bytes));
  proto.set_topic_bytes(number(limits.topic_bytes));
  proto.set_attached_rooms(number(limits.attached_rooms));
  proto.set_rooms_per_user(number(limits.rooms_per_user));
  proto.set_page_events(number(limits.page_events));
  proto.set_page_bytes(number(limits.page_bytes));
  proto.set_streams_per_device(number(limits.streams_per_device));
  proto.set_direct_members(number(limits.direct_members));
  proto.set_users_per_call(number(limits.users_per_call));
  return proto;
}

v1::Room ToProto(const store::RoomRow& room, const std::optional<store::MemberRow>& member, UserId user) {
  v1::Room proto;
  proto.set_room_id(room.id.value());
  proto.set_kind(room.kind);
  proto.set_name(room.name);
  proto.set_topic(room.topic);
  proto.set_head_seq(room.head);
  proto.set_member_count(room.members);
  if (member) proto.set_role(member->role);
  for (const UserId other : chat::MembersOfDirectKey(room.direct_key)) {
    if (other != user) proto.add_direct_user_ids(other.value());
  }
  return proto;
}

}  // namespace conclave::session
