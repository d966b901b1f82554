#ifndef CONCLAVE_TESTS_UNIT_FANOUT_ROOM_LOG_H_
#define CONCLAVE_TESTS_UNIT_FANOUT_ROOM_LOG_H_

#include <string>
#include <vector>

#include "conclave/v1/chat.pb.h"
#include "server/core/event_codec.h"
#include "server/fanout/segment.h"
#include "server/fanout/write_batch.h"

namespace conclave::testing {

// The events of one room as they are on disk. Confined to the test's thread.
class RoomLog {
 public:
  explicit RoomLog(RoomId room) : room_(room) {}

  // Commits a message of `text_bytes` bytes; returns its number.
  Seq Say(std::size_t text_bytes) {
    v1::RoomEvent event;
    event.mutable_message()->set_text(std::string(text_bytes, 'x'));
    return Append(event, UserId());
  }
  Seq Join(UserId user) {
    v1::RoomEvent event;
    event.mutable_member_joined()->set_user_id(user.value());
    return Append(event, UserId());
  }
  Seq Leave(UserId user) {
    v1::RoomEvent event;
    event.mutable_member_left()->set_user_id(user.value());
    return Append(event, user);
  }

  [[nodiscard]] RoomId room() const { return room_; }
  [[nodiscard]] Seq head() const { return events_.size(); }
  [[nodiscard]] const std::string& bytes(Seq seq) const { return events_[seq - 1].bytes; }

  // The events `first` to `last` as segments.
  [[nodiscard]] std::vector<fanout::SegmentPtr> Segments(Seq first, Seq last) const {
    fanout::SegmentBuilder builder(room_);
    for (Seq seq = first; seq <= last; ++seq) builder.Add(seq, bytes(seq), events_[seq - 1].ends_for);
    return builder.Take();
  }
  [[nodiscard]] fanout::SegmentPtr Segment(Seq first, Seq last) const { return Segments(first, last).front(); }

 private:
  struct Event {
    std::string bytes;
    UserId ends_for;
  };

  Seq Append(const v1::RoomEvent& event, UserId ends_for) {
    const Seq seq = head() + 1;
    std::string bytes;
    AppendRoomEvent({.room = room_, .seq = seq, .time = 1}, EncodeBody(event), bytes);
    events_.push_back({.bytes = std::move(bytes), .ends_for = ends_for});
    return seq;
  }

  RoomId room_;
  std::vector<Event> events_;
};

// The bytes of a write.
inline std::string BytesOf(const fanout::WriteBatch& batch) {
  std::string bytes;
  for (const fanout::WritePiece& piece : batch) bytes.append(piece.bytes);
  return bytes;
}

// The events a client reads from a write.
inline std::vector<v1::Event> Decode(const fanout::WriteBatch& batch) {
  v1::ChatResponse response;
  if (!response.ParseFromString(BytesOf(batch))) return {};
  return {response.events().begin(), response.events().end()};
}

inline std::string Encoded(const v1::Event& event) {
  std::string bytes;
  AppendEvent(event, bytes);
  return bytes;
}

inline std::string AckEvent(std::uint64_t request_id) {
  v1::Event event;
  event.mutable_ack()->set_request_id(request_id);
  return Encoded(event);
}

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_UNIT_FANOUT_ROOM_LOG_H_
