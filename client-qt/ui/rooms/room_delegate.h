#ifndef CONCLAVE_CLIENT_QT_UI_ROOMS_ROOM_DELEGATE_H_
#define CONCLAVE_CLIENT_QT_UI_ROOMS_ROOM_DELEGATE_H_

#include <QAbstractItemDelegate>

#include "client-qt/core/room.h"

namespace conclave::desktop {

class RoomListModel;
class Theme;

// Paints a room's row: bold with a count while unread, a pencil while it has a draft; and above the first channel and
// the first direct room the section's name. Lives on the GUI's thread.
class RoomDelegate : public QAbstractItemDelegate {
  Q_OBJECT

 public:
  RoomDelegate(const Theme& theme, const RoomListModel& rooms, QObject* parent = nullptr);

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  // Only pictures, the number of unread messages at their corner.
  void SetCompact(bool compact) { compact_ = compact; }
  [[nodiscard]] bool compact() const { return compact_; }
  // The part of a row below its section's name.
  [[nodiscard]] QRect RowRect(const QRect& item, const QModelIndex& index) const;

 private:
  [[nodiscard]] const Room* RoomAt(const QModelIndex& index) const;
  [[nodiscard]] QString SectionAbove(const QModelIndex& index) const;
  void PaintPicture(QPainter& painter, const Room& room, const QRect& row, const QColor& colour) const;
  void PaintGround(QPainter& painter, const QStyleOptionViewItem& option, const QRect& row) const;
  void PaintCompact(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                    const Room& room) const;
  [[nodiscard]] int HeightAbove(const QModelIndex& index) const;
  // Returns where the title has to end.
  int PaintMarks(QPainter& painter, const Room& room, const QRect& row) const;

  const Theme& theme_;
  const RoomListModel& rooms_;
  bool compact_ = false;
};

// "#general", or the people's names.
QString RoomLabel(const Room& room);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_ROOMS_ROOM_DELEGATE_H_
