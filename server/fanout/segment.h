#ifndef CONCLAVE_SERVER_FANOUT_SEGMENT_H_
#define CONCLAVE_SERVER_FANOUT_SEGMENT_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/core/ids.h"

namespace conclave::fanout {

// A run of consecutive events of one room, encoded once and shared by every reader; it can be cut before any event.
// Immutable.
class Segment {
 public:
  // `events` are encoded (core/event_codec.h) and numbered `first`, `first` + 1…; there is at least one.
  Segment(RoomId room, Seq first, const std::vector<std::string_view>& events, UserId ends_for);

  [[nodiscard]] RoomId room() const { return room_; }
  [[nodiscard]] Seq first() const { return first_; }
  [[nodiscard]] Seq last() const { return first_ + begins_.size() - 1; }
  // The user whose membership the last event ends; none for most segments.
  [[nodiscard]] UserId ends_for() const { return ends_for_; }
  // Encoded size of all events.
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }

  // The encoding of the events `from` to `to`, both included and both in the segment.
  [[nodiscard]] std::string_view Slice(Seq from, Seq to) const;
  // The last event such that `from` to it are at most `max_bytes` long; `from` itself if it alone is longer.
  [[nodiscard]] Seq LastWithin(Seq from, std::size_t max_bytes) const;

 private:
  [[nodiscard]] std::size_t Begin(Seq seq) const;

  const RoomId room_;
  const Seq first_;
  const UserId ends_for_;
  std::string bytes_;
  std::vector<std::uint32_t> begins_;
};

using SegmentPtr = std::shared_ptr<const Segment>;

// Collects consecutive events of one room into segments: one ends at kSegmentBytes, and after an event that ends
// somebody's membership. Confined to one thread.
class SegmentBuilder {
 public:
  explicit SegmentBuilder(RoomId room) : room_(room) {}

  // `bytes` must stay as they are until Take.
  void Add(Seq seq, std::string_view bytes, UserId ends_for);
  // All segments so far, in order; the builder is empty afterwards.
  std::vector<SegmentPtr> Take();

 private:
  void Cut(UserId ends_for);

  const RoomId room_;
  Seq first_ = 0;
  std::size_t size_ = 0;
  std::vector<std::string_view> events_;
  std::vector<SegmentPtr> segments_;
};

}  // namespace conclave::fanout

#endif  // CONCLAVE_SERVER_FANOUT_SEGMENT_H_
