#include "client/room_cursors.h"

#include <string>

#include "absl/strings/str_cat.h"

namespace conclave::client {
namespace {

absl::Status Broken(RoomId room, std::string_view what, Seq got, Seq expected) {
  return absl::InternalError(
      absl::StrCat("room ", room.value(), ": ", std::string(what), " ", got, " where ", expected, " was due"));
}

}  // namespace

void RoomCursors::Want(RoomId room, std::optional<Seq> after) {
  Room& entry = rooms_[room];
  if (after) {
    entry.wanted_after = after;
  } else if (!entry.wanted) {
    entry.wanted_after = entry.next - 1;
  }
  entry.wanted = true;
}

void RoomCursors::Unwant(RoomId room) {
  const auto found = rooms_.find(room);
  if (found != rooms_.end()) found->second.wanted = false;
}

void RoomCursors::OnAttachRefused(RoomId room) {
  const auto found = rooms_.find(room);
  if (found == rooms_.end()) return;
  if (found->second.attached) {
    found->second.wanted_after.reset();
  } else {
    rooms_.erase(found);
  }
}

std::vector<RoomId> RoomCursors::ForgetAll() {
  std::vector<RoomId> wanted = Wanted();
  rooms_.clear();
  return wanted;
}

bool RoomCursors::IsWanted(RoomId room) const {
  const auto found = rooms_.find(room);
  return found != rooms_.end() && found->second.wanted;
}

bool RoomCursors::IsAttached(RoomId room) const {
  const auto found = rooms_.find(room);
  return found != rooms_.end() && found->second.attached;
}

Seq RoomCursors::After(RoomId room) const {
  const Room& entry = rooms_.at(room);
  return entry.wanted_after ? *entry.wanted_after : entry.next - 1;
}

std::vector<RoomId> RoomCursors::Wanted() const {
  std::vector<RoomId> wanted;
  for (const auto& [id, room] : rooms_) {
    if (room.wanted) wanted.push_back(id);
  }
  return wanted;
}

std::vector<RoomId> RoomCursors::OnStreamLost() {
  std::vector<RoomId> unwanted;
  for (auto it = rooms_.begin(); it != rooms_.end();) {
    it->second.attached = false;
    if (it->second.wanted) {
      ++it;
      continue;
    }
    unwanted.push_back(it->first);
    it = rooms_.erase(it);
  }
  return unwanted;
}

absl::Status RoomCursors::OnAttached(const v1::Attached& attached, Seq asked_after, bool newest) {
  const RoomId id(attached.room_id());
  const auto found = rooms_.find(id);
  if (found == rooms_.end()) return absl::InternalError(absl::StrCat("room ", id.value(), ": attached unasked"));
  if (attached.from_seq() != asked_after + 1) {
    return Broken(id, "attached from number", attached.from_seq(), asked_after + 1);
  }
  found->second.attached = true;
  found->second.next = attached.from_seq();
  if (newest) found->second.wanted_after.reset();
  return absl::OkStatus();
}

absl::Status RoomCursors::Expect(RoomId room, Seq seq, const char* what, Room*& found) {
  const auto entry = rooms_.find(room);
  if (entry == rooms_.end() || !entry->second.attached) {
    return absl::InternalError(absl::StrCat("room ", room.value(), ": ", what, " ", seq, " while not attached"));
  }
  found = &entry->second;
  if (seq != found->next) return Broken(room, what, seq, found->next);
  return absl::OkStatus();
}

absl::Status RoomCursors::OnEvent(const v1::RoomEvent& event) {
  Room* room = nullptr;
  absl::Status status = Expect(RoomId(event.room_id()), event.seq(), "event", room);
  if (status.ok()) ++room->next;
  return status;
}

absl::Status RoomCursors::OnGap(const v1::Gap& gap) {
  Room* room = nullptr;
  absl::Status status = Expect(RoomId(gap.room_id()), gap.from_seq(), "gap from", room);
  if (!status.ok()) return status;
  if (gap.to_seq() < gap.from_seq()) return Broken(RoomId(gap.room_id()), "gap to", gap.to_seq(), gap.from_seq());
  room->next = gap.to_seq() + 1;
  return absl::OkStatus();
}

absl::Status RoomCursors::OnCaughtUp(const v1::CaughtUp& caught_up) {
  Room* room = nullptr;
  return Expect(RoomId(caught_up.room_id()), caught_up.seq() + 1, "caught up, next", room);
}

void RoomCursors::OnDetached(RoomId room) {
  const auto found = rooms_.find(room);
  if (found == rooms_.end()) return;
  if (found->second.wanted) {
    found->second.attached = false;
  } else {
    rooms_.erase(found);
  }
}

}  // namespace conclave::client
