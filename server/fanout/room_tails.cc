#include "server/fanout/room_tails.h"

#include <algorithm>

#include "server/core/tally.h"

namespace conclave::fanout {

void RoomTails::Append(const SegmentPtr& segment) {
  const MutexLock lock(mu_);
  Tail& tail = TouchLocked(segment->room());
  if (!tail.segments.empty() && tail.segments.back()->last() + 1 != segment->first()) ClearLocked(tail);
  tail.segments.push_back(segment);
  bytes_ += segment->size();
  ShrinkLocked();
}

void RoomTails::Prepend(const std::vector<SegmentPtr>& segments, Seq head) {
  if (segments.empty()) return;
  const RoomId room = segments.front()->room();
  const Seq last = segments.back()->last();
  const MutexLock lock(mu_);
  const auto it = tails_.find(room);
  const bool adjacent = it == tails_.end() ? last == head : it->second.segments.front()->first() == last + 1;
  if (!adjacent) return;
  Tail& tail = TouchLocked(room);
  for (auto segment = segments.rbegin(); segment != segments.rend(); ++segment) {
    tail.segments.push_front(*segment);
    bytes_ += (*segment)->size();
  }
  ShrinkLocked();
}

std::vector<SegmentPtr> RoomTails::Read(RoomId room, Seq from, std::size_t max_bytes) {
  std::vector<SegmentPtr> found;
  const MutexLock lock(mu_);
  if (!tails_.contains(room)) return found;
  const Tail& tail = TouchLocked(room);
  if (from < tail.segments.front()->first()) return found;
  auto it = std::partition_point(tail.segments.begin(), tail.segments.end(),
                                 [from](const SegmentPtr& segment) { return segment->last() < from; });
  for (std::size_t bytes = 0; it != tail.segments.end() && bytes < max_bytes; ++it) {
    bytes += (*it)->size();
    found.push_back(*it);
  }
  return found;
}

std::size_t RoomTails::bytes() const {
  const MutexLock lock(mu_);
  return bytes_;
}

RoomTails::Tail& RoomTails::TouchLocked(RoomId room) {
  auto [it, inserted] = tails_.try_emplace(room);
  if (inserted) {
    it->second.used = used_.insert(used_.end(), room);
  } else {
    used_.splice(used_.end(), used_, it->second.used);
  }
  return it->second;
}

void RoomTails::ClearLocked(Tail& tail) {
  for (const SegmentPtr& segment : tail.segments) bytes_ -= segment->size();
  tail.segments.clear();
}

void RoomTails::ShrinkLocked() {
  while (bytes_ > budget_ && !used_.empty()) {
    const auto it = tails_.find(used_.front());
    Tail& tail = it->second;
    if (!tail.segments.empty()) {
      ProcessTally().CountLimit(LimitIndex("limits.tail_bytes"));
      bytes_ -= tail.segments.front()->size();
      tail.segments.pop_front();
    }
    if (tail.segments.empty()) {
      used_.erase(tail.used);
      tails_.erase(it);
    }
  }
}

}  // namespace conclave::fanout
