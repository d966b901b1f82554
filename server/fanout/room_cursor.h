#ifndef CONCLAVE_SERVER_FANOUT_ROOM_CURSOR_H_
#define CONCLAVE_SERVER_FANOUT_ROOM_CURSOR_H_

#include <cstdint>
#include <limits>
#include <vector>

#include "server/core/ids.h"
#include "server/fanout/segment.h"

namespace conclave::fanout {

// Numbers a reader does not get, both ends included.
struct HiddenRange {
  Seq from = 0;
  Seq to = 0;
};

// A wish for a room's events after number `after`.
struct Attachment {
  RoomId room;
  Seq after = 0;
  // The client's; its answer carries it.
  std::uint64_t request_id = 0;
  // Made by the shard: tells one attachment from another whatever ids the client uses.
  std::uint64_t serial = 0;
};

// What a reader may see of a room, found when its membership was checked.
struct RoomView {
  // Number of the event by which the present membership began.
  Seq joined = 0;
  // Ascending, apart from each other, all below the head.
  std::vector<HiddenRange> hidden;
  // The head of the room when it was checked.
  Seq head = 0;
};

// One entry of a live lane: events of one segment, or a mark that travels in the room's order.
struct LaneItem {
  enum class Kind { kEvents, kAttached, kGap, kCaughtUp };

  Kind kind = Kind::kEvents;
  RoomId room;
  // Events and gaps: the numbers covered. Marks: `first` is the number that follows.
  Seq first = 0;
  Seq last = 0;
  SegmentPtr segment;
  // Attached only.
  std::uint64_t request_id = 0;

  [[nodiscard]] std::size_t size() const;
};

// Where one connection stands in one room. It decides what of an offered segment is taken, so that doubled, late and
// lost offers do no harm: what lies before the cursor is ignored, what covers it is taken from there, what lies beyond
// it shows that the room is behind. Guarded by its outbox.
class RoomCursor {
 public:
  // A reader that has everything up to `attachment.after` and waits for its membership to be checked.
  explicit RoomCursor(const Attachment& attachment);

  // The membership is checked: delivery may begin.
  void Open(const RoomView& view);

  // Numbers up to `head` exist.
  void Announce(Seq head);
  // A segment exists; `self` is who reads. It is the end when it takes the reader's membership away.
  void Announce(const Segment& segment, UserId self);
  // Takes of a segment what follows on the cursor, with the marks due before and after it, and appends it to `items`.
  void Take(const SegmentPtr& segment, std::vector<LaneItem>& items);
  // Appends the marks that are due without any event.
  void TakeMarks(std::vector<LaneItem>& items);
  // An item that was taken will not be sent: the cursor goes back to it, and the room is behind.
  void PutBack(const LaneItem& item);

  [[nodiscard]] const Attachment& attachment() const { return attachment_; }
  [[nodiscard]] bool open() const { return open_; }
  // Everything announced has been taken.
  [[nodiscard]] bool live() const { return live_; }
  // Open, and something announced has not been taken.
  [[nodiscard]] bool behind() const { return open_ && !live_ && !ended(); }
  // The last event the reader gets has been taken.
  [[nodiscard]] bool ended() const { return next_ > end_; }
  // The segment's last event is the last the reader gets.
  [[nodiscard]] bool EndsWith(const Segment& segment) const { return segment.last() == end_; }
  // The number needed next.
  [[nodiscard]] Seq next() const { return next_; }
  // How many announced numbers have not been taken.
  [[nodiscard]] Seq missing() const { return known_head_ >= next_ ? known_head_ - next_ + 1 : 0; }
  // Attached has not been taken.
  [[nodiscard]] bool attached_due() const { return attached_due_; }

  // Whether the room waits in its outbox's queue of rooms that are behind.
  [[nodiscard]] bool in_queue() const { return in_queue_; }
  void set_in_queue(bool in_queue) { in_queue_ = in_queue; }

 private:
  static constexpr Seq kNoEnd = std::numeric_limits<Seq>::max();

  void TakeLeading(std::vector<LaneItem>& items);
  void TakeHidden(std::vector<LaneItem>& items);
  void Settle(std::vector<LaneItem>& items);
  [[nodiscard]] Seq VisibleUntil() const;

  Attachment attachment_;
  Seq next_;
  Seq known_head_;
  // The reader gets nothing after this number.
  Seq end_ = kNoEnd;
  Seq joined_ = 0;
  std::vector<HiddenRange> hidden_;
  bool open_ = false;
  bool live_ = false;
  bool attached_due_ = true;
  bool in_queue_ = false;
};

}  // namespace conclave::fanout

#endif  // CONCLAVE_SERVER_FANOUT_ROOM_CURSOR_H_
