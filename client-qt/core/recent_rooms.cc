#include "client-qt/core/recent_rooms.h"

namespace conclave::desktop {

void RecentRooms::Visit(RoomId room) {
  if (!room) return;
  std::erase(order_, room);
  order_.insert(order_.begin(), room);
  at_ = 0;
}

RoomId RecentRooms::Walk(int step) {
  const std::size_t count = order_.size();
  if (count < 2) return {};
  at_ = (at_ + (step > 0 ? 1 : count - 1)) % count;
  return order_[at_];
}

void RecentRooms::Settle() {
  if (at_ != 0) Visit(RoomId(order_[at_]));
}

void RecentRooms::Forget(RoomId room) {
  std::erase(order_, room);
  at_ = 0;
}

}  // namespace conclave::desktop
