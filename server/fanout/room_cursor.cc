#include "server/fanout/room_cursor.h"

#include <algorithm>

namespace conclave::fanout {
namespace {

// What a mark takes on the wire, about.
constexpr std::size_t kMarkBytes = 32;

}  // namespace

std::size_t LaneItem::size() const { return kind == Kind::kEvents ? segment->Slice(first, last).size() : kMarkBytes; }

RoomCursor::RoomCursor(const Attachment& attachment)
    : attachment_(attachment), next_(attachment.after + 1), known_head_(attachment.after) {}

void RoomCursor::Open(const RoomView& view) {
  joined_ = view.joined;
  hidden_ = view.hidden;
  open_ = true;
  Announce(view.head);
  // What was announced as the end while the check was under way belongs to an earlier membership.
  if (end_ < joined_) end_ = kNoEnd;
}

void RoomCursor::Announce(Seq head) {
  known_head_ = std::max(known_head_, head);
  if (next_ <= std::min(known_head_, end_)) live_ = false;
}

void RoomCursor::Announce(const Segment& segment, UserId self) {
  const bool takes_membership = segment.ends_for() == self && self && segment.last() > joined_;
  if (takes_membership) end_ = std::min(end_, segment.last());
  known_head_ = std::max(known_head_, segment.last());
}

void RoomCursor::Take(const SegmentPtr& segment, std::vector<LaneItem>& items) {
  TakeLeading(items);
  while (next_ >= segment->first() && next_ <= std::min(segment->last(), end_)) {
    const Seq last = std::min({segment->last(), end_, VisibleUntil()});
    items.push_back(
        {.kind = LaneItem::Kind::kEvents, .room = attachment_.room, .first = next_, .last = last, .segment = segment});
    next_ = last + 1;
    TakeHidden(items);
  }
  Settle(items);
}

void RoomCursor::TakeMarks(std::vector<LaneItem>& items) {
  TakeLeading(items);
  Settle(items);
}

void RoomCursor::PutBack(const LaneItem& item) {
  live_ = false;
  if (item.kind == LaneItem::Kind::kAttached) attached_due_ = true;
  next_ = std::min(next_, item.first);
}

void RoomCursor::TakeLeading(std::vector<LaneItem>& items) {
  if (attached_due_) {
    attached_due_ = false;
    items.push_back({.kind = LaneItem::Kind::kAttached,
                     .room = attachment_.room,
                     .first = attachment_.after + 1,
                     .request_id = attachment_.request_id});
  }
  TakeHidden(items);
}

void RoomCursor::Settle(std::vector<LaneItem>& items) {
  const bool all_taken = next_ > known_head_;
  if (all_taken && !live_ && !ended()) {
    items.push_back({.kind = LaneItem::Kind::kCaughtUp, .room = attachment_.room, .first = next_, .last = next_ - 1});
  }
  live_ = all_taken;
}

void RoomCursor::TakeHidden(std::vector<LaneItem>& items) {
  for (const HiddenRange& range : hidden_) {
    if (next_ < range.from || next_ > range.to) continue;
    items.push_back({.kind = LaneItem::Kind::kGap, .room = attachment_.room, .first = next_, .last = range.to});
    next_ = range.to + 1;
  }
}

Seq RoomCursor::VisibleUntil() const {
  for (const HiddenRange& range : hidden_) {
    if (range.from > next_) return range.from - 1;
  }
  return kNoEnd;
}

}  // namespace conclave::fanout
