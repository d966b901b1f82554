#ifndef CONCLAVE_SERVER_CHAT_ROOM_DRAFT_H_
#define CONCLAVE_SERVER_CHAT_ROOM_DRAFT_H_

#include <string>
#include <vector>

#include "server/core/event_codec.h"
#include "server/core/ids.h"
#include "server/store/store.h"

namespace conclave::chat {

// Who does something, and when.
struct Stamp {
  UserId author;
  DeviceId device;
  CommandId command;
  TimeUs now = 0;
};

// What a command changes. A value; the committer adds it to its batch.
struct Changes {
  // The room after the change; its head counts the events below.
  store::RoomRow room;
  // The room is new.
  bool creates_room = false;
  std::vector<store::EventRow> events;
  std::vector<store::MemberRow> members;
  std::vector<store::VisibilityRow> visibilities;
  std::vector<store::UserRow> users;
  std::vector<store::DeviceRow> devices;
  // Who became and who ceased to be a member.
  std::vector<UserId> joined;
  std::vector<UserId> left;
  // The event the answer names, and its time.
  Seq seq = 0;
  TimeUs time = 0;
};

// A room while one command changes it: gives number, time and ordinals to what is appended. Confined to one thread.
class RoomDraft {
 public:
  RoomDraft(store::RoomRow room, const Stamp& stamp);

  // A message of `author`, whose row is counted up and becomes part of the changes.
  void Say(store::MemberRow author, std::string_view body);
  // The first event of a new room.
  void Create();
  // `member.role` says as what; a former row keeps its count of messages.
  void Join(store::MemberRow member, v1::RoomRole role);
  void Leave(store::MemberRow member);
  // Lets the answer name an event there is already.
  void AnswerWith(Seq seq, TimeUs time);

  // Ends the draft.
  Changes Take() &&;

 private:
  EventHead NextHead();
  void Append(const EventHead& head, std::string_view body, UserId ends_for);

  const Stamp& stamp_;
  Changes changes_;
};

}  // namespace conclave::chat

#endif  // CONCLAVE_SERVER_CHAT_ROOM_DRAFT_H_
