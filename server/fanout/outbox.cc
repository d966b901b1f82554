#include "server/fanout/outbox.h"

#include <algorithm>
#include <utility>

#include "server/core/tally.h"
#include "server/fanout/marks.h"

namespace conclave::fanout {

void Outbox::PushControl(std::string event, std::size_t answers) {
  const MutexLock lock(mu_);
  if (state_ == State::kClosing || state_ == State::kFinished) return;
  control_.push_back({.event = std::move(event), .answers = answers});
}

void Outbox::AddRoom(const Attachment& attachment) {
  RemoveRoom(attachment.room);
  const MutexLock lock(mu_);
  if (state_ == State::kClosing || state_ == State::kFinished) return;
  cursors_.insert_or_assign(attachment.room, RoomCursor(attachment));
}

void Outbox::OpenRoom(const Attachment& attachment, const RoomView& view) {
  const MutexLock lock(mu_);
  RoomCursor* cursor = FindLocked(attachment);
  if (cursor == nullptr) return;
  cursor->Open(view);
  std::vector<LaneItem> items;
  cursor->TakeMarks(items);
  QueueLocked(items);
  MarkBehindLocked(attachment.room);
}

bool Outbox::RefuseRoom(const Attachment& attachment) {
  const MutexLock lock(mu_);
  if (FindLocked(attachment) == nullptr) return false;
  cursors_.erase(attachment.room);
  return true;
}

bool Outbox::RemoveRoom(RoomId room) {
  std::optional<RoomCursor> removed;
  {
    const MutexLock lock(mu_);
    const auto it = cursors_.find(room);
    if (it == cursors_.end()) return false;
    removed = std::move(it->second);
    cursors_.erase(it);
    DropItemsLocked(room, *removed);
    std::erase(notices_, room);
  }
  // The command that asked for it is answered even so.
  if (removed->attached_due()) {
    std::string attached;
    AppendMark({.kind = LaneItem::Kind::kAttached,
                .room = room,
                .first = removed->attachment().after + 1,
                .request_id = removed->attachment().request_id},
               attached);
    PushControl(std::move(attached), 1);
  }
  return true;
}

Outbox::Offered Outbox::Offer(const SegmentPtr& segment) {
  const MutexLock lock(mu_);
  const auto it = cursors_.find(segment->room());
  if (it == cursors_.end()) return Offered::kEnded;
  RoomCursor& cursor = it->second;
  cursor.Announce(*segment, reader_);
  // Until the membership is checked nobody knows whether it is this one that ends.
  if (!cursor.open()) return Offered::kBehind;
  const bool end = segment->ends_for() == reader_ && cursor.EndsWith(*segment);
  if (!cursor.live()) return end ? Offered::kEnded : Offered::kBehind;
  std::vector<LaneItem> items;
  cursor.Take(segment, items);
  const bool taken = !items.empty();
  QueueLocked(items);
  if (live_bytes_ > bounds_.live_bytes) LetGoLocked();
  if (end) return Offered::kEnded;
  if (cursor.live()) return taken ? Offered::kQueued : Offered::kIgnored;
  MarkBehindLocked(segment->room());
  return Offered::kBehind;
}

void Outbox::Announce(RoomId room, Seq head) {
  const MutexLock lock(mu_);
  const auto it = cursors_.find(room);
  if (it == cursors_.end()) return;
  it->second.Announce(head);
  MarkBehindLocked(room);
}

bool Outbox::WantsPage() const {
  const MutexLock lock(mu_);
  return WantsPageLocked();
}

std::optional<PageRequest> Outbox::NextPage() {
  const MutexLock lock(mu_);
  while (WantsPageLocked()) {
    const RoomId room = behind_.front();
    behind_.pop_front();
    const auto it = cursors_.find(room);
    if (it == cursors_.end()) continue;
    it->second.set_in_queue(false);
    if (!it->second.behind()) continue;
    std::vector<LaneItem> items;
    it->second.TakeMarks(items);
    QueueLocked(items);
    if (!it->second.behind()) continue;
    page_under_way_ = true;
    return PageRequest{.room = room, .from = it->second.next()};
  }
  return std::nullopt;
}

void Outbox::TakePage(const PageRequest& request, std::span<const SegmentPtr> segments, Seq head) {
  const MutexLock lock(mu_);
  page_under_way_ = false;
  const auto it = cursors_.find(request.room);
  if (it == cursors_.end() || !it->second.open()) return;
  RoomCursor& cursor = it->second;
  cursor.Announce(head);
  std::vector<LaneItem> items;
  for (const SegmentPtr& segment : segments) {
    cursor.Announce(*segment, reader_);
    cursor.Take(segment, items);
  }
  QueueLocked(items);
  MarkBehindLocked(request.room);
}

void Outbox::PageFailed(const PageRequest& request) {
  const MutexLock lock(mu_);
  page_under_way_ = false;
  MarkBehindLocked(request.room);
}

Outbox::Next Outbox::TakeNext(Outgoing& out) {
  const MutexLock lock(mu_);
  if (writing_ || state_ == State::kFinished) return Next::kNothing;
  if (MayFinishLocked()) {
    state_ = State::kFinished;
    out.status = status_;
    return Next::kFinish;
  }
  if (NothingQueuedLocked()) return Next::kNothing;
  std::size_t taken = 0;
  for (; !control_.empty() && taken < bounds_.write_bytes; control_.pop_front()) {
    taken += control_.front().event.size();
    answers_in_flight_ += control_.front().answers;
    out.control.push_back(std::move(control_.front().event));
  }
  for (const RoomId room : std::exchange(notices_, {})) {
    const auto it = cursors_.find(room);
    if (it != cursors_.end()) out.behind.push_back({.room = room, .missing = it->second.missing()});
  }
  if (taken < bounds_.write_bytes) TakeLiveLocked(bounds_.write_bytes - taken, out);
  writing_ = true;
  return Next::kWrite;
}

void Outbox::Written() {
  const MutexLock lock(mu_);
  writing_ = false;
  unanswered_ -= std::min(unanswered_, std::exchange(answers_in_flight_, 0));
}

void Outbox::ExpectAnswer() {
  const MutexLock lock(mu_);
  ++unanswered_;
}

bool Outbox::Overloaded(std::size_t commands) const {
  constexpr std::size_t kEventsPerCommand = 4;
  const MutexLock lock(mu_);
  return unanswered_ >= commands || control_.size() >= commands * kEventsPerCommand;
}

std::size_t Outbox::unanswered() const {
  const MutexLock lock(mu_);
  return unanswered_;
}

void Outbox::EndAfterAnswers() {
  const MutexLock lock(mu_);
  if (state_ == State::kOpen) state_ = State::kEnding;
}

void Outbox::Close(absl::Status status, std::string last_event) {
  const MutexLock lock(mu_);
  if (state_ == State::kClosing || state_ == State::kFinished) return;
  state_ = State::kClosing;
  status_ = std::move(status);
  if (!last_event.empty()) control_.push_back({.event = std::move(last_event)});
  live_.clear();
  live_bytes_ = 0;
  cursors_.clear();
  behind_.clear();
  notices_.clear();
}

void Outbox::Abandon() {
  Close(absl::CancelledError("The stream is gone."), "");
  const MutexLock lock(mu_);
  control_.clear();
}

std::size_t Outbox::live_bytes() const {
  const MutexLock lock(mu_);
  return live_bytes_;
}

bool Outbox::closed() const {
  const MutexLock lock(mu_);
  return state_ == State::kClosing || state_ == State::kFinished;
}

void Outbox::QueueLocked(std::vector<LaneItem>& items) {
  for (LaneItem& item : items) {
    live_bytes_ += item.size();
    live_.push_back(std::move(item));
  }
}

RoomCursor* Outbox::FindLocked(const Attachment& attachment) {
  const auto it = cursors_.find(attachment.room);
  return it != cursors_.end() && it->second.attachment().serial == attachment.serial ? &it->second : nullptr;
}

void Outbox::DropItemsLocked(RoomId room, RoomCursor& cursor) {
  std::deque<LaneItem> kept;
  for (LaneItem& item : live_) {
    if (item.room != room) {
      kept.push_back(std::move(item));
      continue;
    }
    live_bytes_ -= item.size();
    cursor.PutBack(item);
  }
  live_ = std::move(kept);
}

void Outbox::LetGoLocked() {
  ProcessTally().CountLimit(LimitIndex("limits.outbox_bytes"));
  for (const LaneItem& item : std::exchange(live_, {})) {
    const auto it = cursors_.find(item.room);
    if (it == cursors_.end()) continue;
    it->second.PutBack(item);
    if (MarkBehindLocked(item.room)) notices_.push_back(item.room);
  }
  live_bytes_ = 0;
}

bool Outbox::MarkBehindLocked(RoomId room) {
  const auto it = cursors_.find(room);
  if (it == cursors_.end() || it->second.in_queue() || !it->second.behind()) return false;
  it->second.set_in_queue(true);
  behind_.push_back(room);
  return true;
}

void Outbox::TakeLiveLocked(std::size_t budget, Outgoing& out) {
  while (!live_.empty() && budget > 0) {
    LaneItem& item = live_.front();
    LaneItem piece = item;
    if (item.kind == LaneItem::Kind::kEvents)
      piece.last = std::min(item.last, item.segment->LastWithin(item.first, budget));
    if (item.kind == LaneItem::Kind::kAttached) ++answers_in_flight_;
    const std::size_t size = piece.size();
    budget -= std::min(budget, size);
    live_bytes_ -= size;
    if (piece.last < item.last) {
      item.first = piece.last + 1;
    } else {
      EraseIfEndedLocked(item);
      live_.pop_front();
    }
    out.live.push_back(std::move(piece));
  }
}

void Outbox::EraseIfEndedLocked(const LaneItem& item) {
  if (item.kind != LaneItem::Kind::kEvents || item.segment->ends_for() != reader_) return;
  if (item.last != item.segment->last()) return;
  const auto it = cursors_.find(item.room);
  if (it != cursors_.end() && it->second.EndsWith(*item.segment)) cursors_.erase(it);
}

bool Outbox::WantsPageLocked() const {
  const bool open = state_ == State::kOpen || state_ == State::kEnding;
  return open && !page_under_way_ && live_bytes_ < bounds_.low_watermark && !behind_.empty();
}

bool Outbox::NothingQueuedLocked() const { return control_.empty() && live_.empty() && notices_.empty(); }

bool Outbox::MayFinishLocked() const {
  if (!NothingQueuedLocked()) return false;
  if (state_ == State::kClosing) return true;
  return state_ == State::kEnding && unanswered_ == 0 && behind_.empty() && !page_under_way_;
}

}  // namespace conclave::fanout
