#ifndef CONCLAVE_CLIENT_QT_CORE_RECENT_ROOMS_H_
#define CONCLAVE_CLIENT_QT_CORE_RECENT_ROOMS_H_

#include <cstddef>
#include <vector>

#include "server/core/ids.h"

namespace conclave::desktop {

// Which rooms were looked at, the last one first. One walks through them with a key held down; only where the walk ends
// counts as looked at. Confined to one thread.
class RecentRooms {
 public:
  // A room was opened in another way; a walk ends.
  void Visit(RoomId room);
  // From where the walk is, or from the room of now: one further back (1) or forth (-1), round the end. Zero when there
  // is no other room.
  RoomId Walk(int step);
  // The key is released.
  void Settle();
  void Forget(RoomId room);

  [[nodiscard]] const std::vector<RoomId>& order() const { return order_; }

 private:
  std::vector<RoomId> order_;
  // Where the walk is.
  std::size_t at_ = 0;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_CORE_RECENT_ROOMS_H_
