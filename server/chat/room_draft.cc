#include "server/chat/room_draft.h"

#include <algorithm>
#include <utility>

namespace conclave::chat {

RoomDraft::RoomDraft(store::RoomRow room, const Stamp& stamp) : stamp_(stamp) { changes_.room = std::move(room); }

void RoomDraft::Say(store::MemberRow author, std::string_view body) {
  EventHead head = NextHead();
  head.ordinal = ++changes_.room.messages;
  head.author_ordinal = ++author.messages;
  Append(head, body, UserId());
  changes_.members.push_back(author);
}

void RoomDraft::Create() {
  changes_.creates_room = true;
  changes_.room.created = stamp_.now;
  v1::RoomEvent event;
  v1::RoomCreated& created = *event.mutable_room_created();
  created.set_kind(changes_.room.kind);
  created.set_name(changes_.room.name);
  created.set_topic(changes_.room.topic);
  Append(NextHead(), EncodeBody(event), UserId());
}

void RoomDraft::Join(store::MemberRow member, v1::RoomRole role) {
  const EventHead head = NextHead();
  member.room = changes_.room.id;
  member.role = role;
  member.joined = head.seq;
  ++changes_.room.members;
  v1::RoomEvent event;
  event.mutable_member_joined()->set_user_id(member.user.value());
  event.mutable_member_joined()->set_role(role);
  Append(head, EncodeBody(event), UserId());
  changes_.members.push_back(member);
  changes_.joined.push_back(member.user);
}

void RoomDraft::Leave(store::MemberRow member) {
  const EventHead head = NextHead();
  member.role = v1::ROOM_ROLE_UNSPECIFIED;
  --changes_.room.members;
  v1::RoomEvent event;
  event.mutable_member_left()->set_user_id(member.user.value());
  Append(head, EncodeBody(event), member.user);
  changes_.members.push_back(member);
  changes_.left.push_back(member.user);
  changes_.visibilities.push_back(
      {.room = changes_.room.id, .user = member.user, .from = member.joined, .to = head.seq});
}

void RoomDraft::AnswerWith(Seq seq, TimeUs time) {
  changes_.seq = seq;
  changes_.time = time;
}

Changes RoomDraft::Take() && { return std::move(changes_); }

EventHead RoomDraft::NextHead() {
  store::RoomRow& room = changes_.room;
  room.last_time = std::max(room.last_time, stamp_.now);
  return {.room = room.id,
          .seq = ++room.head,
          .time = room.last_time,
          .author = stamp_.author,
          .device = stamp_.device,
          .command = stamp_.command};
}

void RoomDraft::Append(const EventHead& head, std::string_view body, UserId ends_for) {
  store::EventRow& row = changes_.events.emplace_back();
  row.room = head.room;
  row.seq = head.seq;
  row.ends_for = ends_for;
  AppendRoomEvent(head, body, row.bytes);
  AnswerWith(head.seq, head.time);
}

}  // namespace conclave::chat
