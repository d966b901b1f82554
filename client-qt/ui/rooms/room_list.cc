#include "client-qt/ui/rooms/room_list.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "client-qt/model/room_list_model.h"
#include "client-qt/ui/rooms/room_delegate.h"
#include "client-qt/ui/theme/theme.h"

namespace conclave::desktop {

RoomList::RoomList(const Theme& theme, RoomListModel& rooms, QWidget* parent)
    : QListView(parent),
      theme_(theme),
      rooms_(rooms),
      filter_(new RoomFilter(this)),
      delegate_(new RoomDelegate(theme, rooms, this)) {
  setObjectName(QStringLiteral("roomList"));
  setAccessibleName(tr("Rooms"));
  setFrameShape(QFrame::NoFrame);
  setMouseTracking(true);
  setVerticalScrollMode(ScrollPerPixel);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setEditTriggers(NoEditTriggers);
  setResizeMode(Adjust);
  filter_->setSourceModel(&rooms);
  setModel(filter_);
  setItemDelegate(delegate_);
  connect(&theme_, &Theme::Changed, this, [this] { scheduleDelayedItemsLayout(); });
  // Rows that come, go or move change which one carries its section's name.
  const auto layout = [this] { scheduleDelayedItemsLayout(); };
  connect(filter_, &QAbstractItemModel::rowsInserted, this, layout);
  connect(filter_, &QAbstractItemModel::rowsRemoved, this, layout);
  connect(filter_, &QAbstractItemModel::rowsMoved, this, layout);
  connect(filter_, &QAbstractItemModel::rowsInserted, this, [this] { SetCurrentRoom(current_); });
}

void RoomList::SetCompact(bool compact) {
  if (delegate_->compact() == compact) return;
  delegate_->SetCompact(compact);
  doItemsLayout();
}

void RoomList::SetWords(const QString& words) {
  telling_ = false;
  filter_->SetWords(words);
  telling_ = true;
  SetCurrentRoom(current_);
}

RoomId RoomList::RoomAt(int row) const {
  return RoomId(filter_->index(row, 0).data(RoomListModel::kRoomIdRole).toULongLong());
}

RoomId RoomList::FirstRoom() const { return filter_->rowCount() == 0 ? RoomId() : RoomAt(0); }

void RoomList::SetCurrentRoom(RoomId room) {
  current_ = room;
  telling_ = false;
  const std::optional<int> row = rooms_.RowOf(room);
  setCurrentIndex(row ? filter_->mapFromSource(rooms_.index(*row)) : QModelIndex());
  telling_ = true;
}

RoomId RoomList::Neighbour(int step, bool unread_only) const {
  const int count = filter_->rowCount();
  int row = currentIndex().isValid() ? currentIndex().row() : (step > 0 ? -1 : count);
  for (row += step; row >= 0 && row < count; row += step) {
    if (!unread_only || filter_->index(row, 0).data(RoomListModel::kUnreadRole).toInt() > 0) return RoomAt(row);
  }
  return {};
}

void RoomList::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
  QListView::currentChanged(current, previous);
  if (!telling_ || !current.isValid()) return;
  current_ = RoomAt(current.row());
  Q_EMIT Chosen(current_);
}

void RoomList::mousePressEvent(QMouseEvent* event) {
  const QModelIndex index = indexAt(event->pos());
  // A section's name is no part of the room below it.
  if (index.isValid() && !delegate_->RowRect(visualRect(index), index).contains(event->pos())) return;
  QListView::mousePressEvent(event);
}

void RoomList::paintEvent(QPaintEvent* event) {
  QPainter(viewport()).fillRect(viewport()->rect(), theme_.tokens().side);
  QListView::paintEvent(event);
}

void RoomList::focusInEvent(QFocusEvent* event) {
  QListView::focusInEvent(event);
  if (!currentIndex().isValid()) SetCurrentRoom(FirstRoom());
}

bool RoomList::viewportEvent(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QListView::viewportEvent(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const QModelIndex index = indexAt(help->pos());
  const Room* room = index.isValid() ? rooms_.Find(RoomAt(index.row())) : nullptr;
  QToolTip::showText(help->globalPos(), room == nullptr ? QString() : RoomLabel(*room), viewport());
  return true;
}

}  // namespace conclave::desktop
