#include "client-qt/ui/rooms/room_filter.h"

#include <algorithm>

#include "client-qt/model/room_list_model.h"

namespace conclave::desktop {

void RoomFilter::SetWords(const QString& words) {
  words_ = words.simplified().remove(u'#').split(u' ', Qt::SkipEmptyParts);
  invalidateFilter();
}

bool RoomFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
  const QString title = sourceModel()->index(row, 0, parent).data(RoomListModel::kTitleRole).toString();
  return std::all_of(words_.begin(), words_.end(),
                     [&](const QString& word) { return title.contains(word, Qt::CaseInsensitive); });
}

}  // namespace conclave::desktop
