#include "client-qt/ui/switcher/switcher_model.h"

#include <tuple>

#include "client-qt/model/room_list_model.h"

namespace conclave::desktop {

SwitcherModel::SwitcherModel(QObject* parent) : RoomFilter(parent) {
  setDynamicSortFilter(true);
  sort(0);
}

bool SwitcherModel::lessThan(const QModelIndex& left, const QModelIndex& right) const {
  const auto& rooms = static_cast<const RoomListModel&>(*sourceModel());
  const Room& a = rooms.At(left.row());
  const Room& b = rooms.At(right.row());
  const auto rank = [](const Room& room, int row) { return std::tuple(room.unread == 0, -room.last_activity, row); };
  return rank(a, left.row()) < rank(b, right.row());
}

}  // namespace conclave::desktop
