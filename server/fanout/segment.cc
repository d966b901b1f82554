#include "server/fanout/segment.h"

#include <algorithm>
#include <utility>

#include "server/core/limits.h"

namespace conclave::fanout {

Segment::Segment(RoomId room, Seq first, const std::vector<std::string_view>& events, UserId ends_for)
    : room_(room), first_(first), ends_for_(ends_for) {
  std::size_t size = 0;
  for (const std::string_view event : events) size += event.size();
  bytes_.reserve(size);
  begins_.reserve(events.size());
  for (const std::string_view event : events) {
    begins_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    bytes_.append(event);
  }
}

std::string_view Segment::Slice(Seq from, Seq to) const {
  const std::size_t begin = Begin(from);
  return std::string_view(bytes_).substr(begin, Begin(to + 1) - begin);
}

Seq Segment::LastWithin(Seq from, std::size_t max_bytes) const {
  const std::size_t limit = Begin(from) + max_bytes;
  if (bytes_.size() <= limit) return last();
  // The first event that begins beyond the limit, or at it, cannot be the end of the slice before it…
  const auto beyond = std::upper_bound(begins_.begin(), begins_.end(), limit);
  // …so the slice ends before the event at whose beginning it would still fit.
  const Seq end = first_ + static_cast<Seq>(beyond - begins_.begin()) - 1;
  return std::max(from, end - 1);
}

std::size_t Segment::Begin(Seq seq) const {
  const auto index = static_cast<std::size_t>(seq - first_);
  return index < begins_.size() ? begins_[index] : bytes_.size();
}

void SegmentBuilder::Add(Seq seq, std::string_view bytes, UserId ends_for) {
  if (!events_.empty() && size_ + bytes.size() > kSegmentBytes) Cut(UserId());
  if (events_.empty()) first_ = seq;
  events_.push_back(bytes);
  size_ += bytes.size();
  if (ends_for) Cut(ends_for);
}

std::vector<SegmentPtr> SegmentBuilder::Take() {
  if (!events_.empty()) Cut(UserId());
  return std::exchange(segments_, {});
}

void SegmentBuilder::Cut(UserId ends_for) {
  segments_.push_back(std::make_shared<const Segment>(room_, first_, events_, ends_for));
  events_.clear();
  size_ = 0;
}

}  // namespace conclave::fanout
