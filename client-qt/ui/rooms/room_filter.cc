#include "client-qt/ui/rooms/room_filter.h"

#include <algorithm>

#include "client-qt/model/room_list_model.h"

namespace conclave::desktop {

void RoomFilter::SetWords(const QString& words) {
  words_ = words.simplified().remove(u'#').split(u' ', Qt::SkipEmptyParts);
  invalidateFilter();
}

QVariant RoomFilter::data(const QModelIndex& index, int role) const {
  if (role != Qt::AccessibleTextRole) return QSortFilterProxyModel::data(index, role);
  const QString title = index.data(RoomListModel::kTitleRole).toString();
  const int unread = index.data(RoomListModel::kUnreadRole).toInt();
  const bool draft = !index.data(RoomListModel::kDraftRole).toString().isEmpty();
  QString text = unread > 0 ? tr("%1, %2 unread").arg(title).arg(unread) : title;
  if (draft) text = tr("%1, with a draft").arg(text);
  return text;
}

bool RoomFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
  const QString title = sourceModel()->index(row, 0, parent).data(RoomListModel::kTitleRole).toString();
  return std::all_of(words_.begin(), words_.end(),
                     [&](const QString& word) { return title.contains(word, Qt::CaseInsensitive); });
}

}  // namespace conclave::desktop
