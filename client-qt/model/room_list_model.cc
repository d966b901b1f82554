#include "client-qt/model/room_list_model.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace conclave::desktop {
namespace {

int SectionOf(RoomKind kind) {
  switch (kind) {
    case RoomKind::kLobby:
      return 0;
    case RoomKind::kPublic:
    case RoomKind::kPrivate:
      return 1;
    case RoomKind::kDirect:
      return 2;
  }
  return 1;
}

bool Before(const Room& a, const Room& b) {
  if (SectionOf(a.kind) != SectionOf(b.kind)) return SectionOf(a.kind) < SectionOf(b.kind);
  const int order = a.title.compare(b.title, Qt::CaseInsensitive);
  return order != 0 ? order < 0 : a.id < b.id;
}

}  // namespace

int RoomListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rooms_.size());
}

QVariant RoomListModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Room& room = At(index.row());
  switch (role) {
    case Qt::DisplayRole:
    case kTitleRole:
      return room.title;
    case kRoomIdRole:
      return static_cast<qulonglong>(room.id.value());
    case kKindRole:
      return static_cast<int>(room.kind);
    case kUnreadRole:
      return room.unread;
    case kDraftRole:
      return room.draft;
    default:
      return {};
  }
}

QHash<int, QByteArray> RoomListModel::roleNames() const {
  return {{Qt::DisplayRole, "display"}, {kTitleRole, "title"},   {kRoomIdRole, "roomId"},
          {kKindRole, "kind"},          {kUnreadRole, "unread"}, {kDraftRole, "draft"}};
}

std::optional<int> RoomListModel::RowOf(RoomId room) const {
  const auto found = std::find_if(rooms_.begin(), rooms_.end(), [&](const Room& each) { return each.id == room; });
  if (found == rooms_.end()) return std::nullopt;
  return static_cast<int>(std::distance(rooms_.begin(), found));
}

const Room* RoomListModel::Find(RoomId room) const {
  const std::optional<int> row = RowOf(room);
  return row ? &At(*row) : nullptr;
}

void RoomListModel::Put(const Room& room) {
  const std::optional<int> old_row = RowOf(room.id);
  const auto place = static_cast<int>(std::count_if(
      rooms_.begin(), rooms_.end(), [&](const Room& each) { return each.id != room.id && Before(each, room); }));
  if (!old_row) {
    beginInsertRows({}, place, place);
    rooms_.insert(rooms_.begin() + place, room);
    endInsertRows();
    return;
  }
  Room& old = rooms_[static_cast<std::size_t>(*old_row)];
  if (old == room) return;
  old = room;
  if (place != *old_row) {
    // Where Qt counts the row itself among those before the target.
    beginMoveRows({}, *old_row, *old_row, {}, place > *old_row ? place + 1 : place);
    const auto from = rooms_.begin() + *old_row;
    const auto to = rooms_.begin() + place;
    if (from < to) {
      std::rotate(from, from + 1, to + 1);
    } else {
      std::rotate(to, from, from + 1);
    }
    endMoveRows();
  }
  const QModelIndex changed = index(place);
  Q_EMIT dataChanged(changed, changed);
}

void RoomListModel::Remove(RoomId room) {
  const std::optional<int> row = RowOf(room);
  if (!row) return;
  beginRemoveRows({}, *row, *row);
  rooms_.erase(rooms_.begin() + *row);
  endRemoveRows();
}

}  // namespace conclave::desktop
