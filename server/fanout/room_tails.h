#ifndef CONCLAVE_SERVER_FANOUT_ROOM_TAILS_H_
#define CONCLAVE_SERVER_FANOUT_ROOM_TAILS_H_

#include <cstddef>
#include <deque>
#include <list>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "server/core/mutex.h"
#include "server/fanout/segment.h"

namespace conclave::fanout {

// The newest segments of each room in memory, so that readers a little behind need no disk. All rooms share one budget
// of bytes; the least recently used room gives first, its oldest segment first. Thread-safe.
class RoomTails {
 public:
  explicit RoomTails(std::size_t budget_bytes) : budget_(budget_bytes) {}

  // A segment just committed. One that does not follow on the tail replaces it.
  void Append(const SegmentPtr& segment);
  // Segments loaded from the store, consecutive: kept if they end where the tail begins or, when there is no tail, at
  // the room's `head`.
  void Prepend(const std::vector<SegmentPtr>& segments, Seq head);

  // Segments that cover `from` and what follows, up to about `max_bytes`; empty when the tail does not hold `from`.
  std::vector<SegmentPtr> Read(RoomId room, Seq from, std::size_t max_bytes);

  // Bytes held now; never above the budget by more than one segment.
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Tail {
    std::deque<SegmentPtr> segments;
    std::list<RoomId>::iterator used;
  };

  Tail& TouchLocked(RoomId room) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void ClearLocked(Tail& tail) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void ShrinkLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const std::size_t budget_;

  mutable Mutex mu_;
  absl::flat_hash_map<RoomId, Tail> tails_ ABSL_GUARDED_BY(mu_);
  // Least recently used first.
  std::list<RoomId> used_ ABSL_GUARDED_BY(mu_);
  std::size_t bytes_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace conclave::fanout

#endif  // CONCLAVE_SERVER_FANOUT_ROOM_TAILS_H_
