#ifndef CONCLAVE_SERVER_FANOUT_OUTBOX_H_
#define CONCLAVE_SERVER_FANOUT_OUTBOX_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "server/core/ids.h"
#include "server/core/mutex.h"
#include "server/fanout/room_cursor.h"
#include "server/fanout/segment.h"

namespace conclave::fanout {

// What one write takes out of an outbox.
struct Outgoing {
  // Encoded events that go first.
  std::vector<std::string> control;
  // A room that has fallen behind, and by how much.
  struct BehindNotice {
    RoomId room;
    Seq missing = 0;
  };
  std::vector<BehindNotice> behind;
  std::vector<LaneItem> live;
  // With Outbox::Next::kFinish: how the stream ends.
  absl::Status status;
};

// A page wanted for a room that is behind: from that number on.
struct PageRequest {
  RoomId room;
  Seq from = 0;
};

// The bounded queue of one connection. A control lane (answers, notices) goes first; it is bounded because a command
// counts against K until the write with its answer is done. The live lane is bounded in bytes: when it is full, what it
// holds is let go and its rooms are behind. A room that is behind is caught up page by page, in turn with the others,
// whenever the live lane has room. No durable event is ever lost by it: the cursors know what was not sent.
// Thread-safe; owned by its Connection. Rooms are changed by the connection's shard only.
class Outbox {
 public:
  struct Bounds {
    // Bytes of the live lane before it is let go.
    std::size_t live_bytes = 0;
    // Below this many bytes a page is asked for.
    std::size_t low_watermark = 0;
    // Bytes taken by one write, about.
    std::size_t write_bytes = 0;
  };

  enum class Offered {
    kIgnored,  // was taken before
    kQueued,
    kBehind,  // will be caught up
    kEnded,   // not attached, or the reader's membership ends with it: offer nothing more of this room
  };

  enum class Next {
    kNothing,  // a write is in flight, or there is nothing to write
    kWrite,    // the caller writes it, and then calls Written
    kFinish,   // the caller ends the stream; said once
  };

  Outbox(UserId reader, const Bounds& bounds) : reader_(reader), bounds_(bounds) {}

  // Queues an encoded event ahead of the live lane; `answers` is how many commands it answers.
  void PushControl(std::string event, std::size_t answers = 0);

  // Begins an attachment, in place of an earlier one of the same room; nothing of it is sent before OpenRoom.
  void AddRoom(const Attachment& attachment);
  // The membership behind the attachment is checked.
  void OpenRoom(const Attachment& attachment, const RoomView& view);
  // The membership behind the attachment is refused, which the caller answers. False when it has ended meanwhile, and
  // so has its answer already.
  bool RefuseRoom(const Attachment& attachment);
  // Ends the attachment of a room; one that was not answered yet is answered. False when there is none.
  bool RemoveRoom(RoomId room);

  // A segment of a room was committed.
  Offered Offer(const SegmentPtr& segment);
  // Events up to `head` were committed, but are not at hand.
  void Announce(RoomId room, Seq head);

  // Whether NextPage may have one.
  [[nodiscard]] bool WantsPage() const;
  // The next page wanted, if any room is behind and the live lane has room; at most one is under way at a time.
  std::optional<PageRequest> NextPage();
  // The page: segments that cover `request.from` and what follows, and the head of the room.
  void TakePage(const PageRequest& request, std::span<const SegmentPtr> segments, Seq head);
  // There was no page; the room goes to the end of the queue.
  void PageFailed(const PageRequest& request);

  // What to do now.
  Next TakeNext(Outgoing& out);
  // The write is done.
  void Written();

  // A command was accepted that will be answered.
  void ExpectAnswer();
  // So much waits to be answered or written that no further command should be taken: `commands` unanswered, or several
  // times as many events of any kind in the control lane.
  [[nodiscard]] bool Overloaded(std::size_t commands) const;
  [[nodiscard]] std::size_t unanswered() const;
  // No more commands will come: the stream ends with OK once all are answered and what is queued is written.
  void EndAfterAnswers();
  // The stream ends: `last_event` (encoded; may be empty) is the last written, queued room events are let go.
  void Close(absl::Status status, std::string last_event);
  // The transport is gone: nothing more is written.
  void Abandon();

  // Bytes waiting in the live lane.
  [[nodiscard]] std::size_t live_bytes() const;
  [[nodiscard]] bool closed() const;

 private:
  enum class State { kOpen, kEnding, kClosing, kFinished };

  void QueueLocked(std::vector<LaneItem>& items) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // The cursor of the attachment, if it is the present one of its room.
  RoomCursor* FindLocked(const Attachment& attachment) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void DropItemsLocked(RoomId room, RoomCursor& cursor) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void LetGoLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Queues the room for pages if it is behind and not queued yet; whether it did.
  bool MarkBehindLocked(RoomId room) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void TakeLiveLocked(std::size_t budget, Outgoing& out) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Forgets a room whose last event for this reader is being written.
  void EraseIfEndedLocked(const LaneItem& item) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  [[nodiscard]] bool WantsPageLocked() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  [[nodiscard]] bool NothingQueuedLocked() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  [[nodiscard]] bool MayFinishLocked() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const UserId reader_;
  const Bounds bounds_;

  struct Control {
    std::string event;
    std::size_t answers = 0;
  };

  mutable Mutex mu_;
  std::deque<Control> control_ ABSL_GUARDED_BY(mu_);
  std::deque<LaneItem> live_ ABSL_GUARDED_BY(mu_);
  std::size_t live_bytes_ ABSL_GUARDED_BY(mu_) = 0;
  absl::flat_hash_map<RoomId, RoomCursor> cursors_ ABSL_GUARDED_BY(mu_);
  // Rooms that may be behind, next to be served first; each at most once.
  std::deque<RoomId> behind_ ABSL_GUARDED_BY(mu_);
  std::vector<RoomId> notices_ ABSL_GUARDED_BY(mu_);
  bool page_under_way_ ABSL_GUARDED_BY(mu_) = false;
  bool writing_ ABSL_GUARDED_BY(mu_) = false;
  // Commands accepted and not answered, and those of them whose answer is in the write in flight.
  std::size_t unanswered_ ABSL_GUARDED_BY(mu_) = 0;
  std::size_t answers_in_flight_ ABSL_GUARDED_BY(mu_) = 0;
  State state_ ABSL_GUARDED_BY(mu_) = State::kOpen;
  absl::Status status_ ABSL_GUARDED_BY(mu_);
};

}  // namespace conclave::fanout

#endif  // CONCLAVE_SERVER_FANOUT_OUTBOX_H_
