#ifndef CONCLAVE_CLIENT_ROOM_CURSORS_H_
#define CONCLAVE_CLIENT_ROOM_CURSORS_H_

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "conclave/v1/chat.pb.h"
#include "server/core/ids.h"

namespace conclave::client {

// Which rooms are wanted, and how far each has been delivered: the client's side of the cursor rule. Checks that within
// an attachment every number comes exactly once, in order, or in a gap; a status that is not OK says what was wrong
// with what the server sent. Confined to its owner.
class RoomCursors {
 public:
  // The room is wanted after that number; without one, from where it stands, which changes nothing when it is wanted
  // already. A later Attached makes it so.
  void Want(RoomId room, std::optional<Seq> after);
  // The room is no longer wanted; what is still under way of it is checked until the stream or the attachment ends.
  void Unwant(RoomId room);
  // The room cannot be attached as wanted; an attachment from before goes on, else the room is forgotten.
  void OnAttachRefused(RoomId room);
  // Neither wanted nor attached any more.
  void Forget(RoomId room) { rooms_.erase(room); }
  // All rooms, which are no longer wanted: their numbers mean nothing.
  std::vector<RoomId> ForgetAll();

  [[nodiscard]] bool IsWanted(RoomId room) const;
  [[nodiscard]] bool IsAttached(RoomId room) const;
  // The last number the client has, to be asked after; the room is wanted.
  [[nodiscard]] Seq After(RoomId room) const;
  // In ascending order.
  [[nodiscard]] std::vector<RoomId> Wanted() const;

  // The stream is gone: nothing is attached. Returns the rooms that were not wanted any more, now forgotten.
  std::vector<RoomId> OnStreamLost();

  // `newest`: it answers the last Attach sent of the room.
  absl::Status OnAttached(const v1::Attached& attached, Seq asked_after, bool newest);
  absl::Status OnEvent(const v1::RoomEvent& event);
  absl::Status OnGap(const v1::Gap& gap);
  absl::Status OnCaughtUp(const v1::CaughtUp& caught_up);
  // The attachment is over; the room is forgotten unless it is wanted again.
  void OnDetached(RoomId room);

 private:
  struct Room {
    bool wanted = false;
    bool attached = false;
    // The next number of the attachment, or of the last one there was.
    Seq next = 1;
    // Asked for by Want and not made true by Attached yet.
    std::optional<Seq> wanted_after;
  };

  absl::Status Expect(RoomId room, Seq seq, const char* what, Room*& found);

  std::map<RoomId, Room> rooms_;
};

}  // namespace conclave::client

#endif  // CONCLAVE_CLIENT_ROOM_CURSORS_H_
