#ifndef CONCLAVE_CLIENT_QT_UI_ROOMS_ROOM_LIST_H_
#define CONCLAVE_CLIENT_QT_UI_ROOMS_ROOM_LIST_H_

#include <QListView>

#include "client-qt/ui/rooms/room_filter.h"
#include "server/core/ids.h"

namespace conclave::desktop {

class RoomDelegate;
class RoomListModel;
class Theme;

// The list of one's rooms, in sections. Lives on the GUI's thread; owned by the side bar.
class RoomList : public QListView {
  Q_OBJECT

 public:
  RoomList(const Theme& theme, RoomListModel& rooms, QWidget* parent = nullptr);

  // Pictures without names.
  void SetCompact(bool compact);
  void SetWords(const QString& words);
  // Marks it; does not tell.
  void SetCurrentRoom(RoomId room);
  // The room shown first; zero when there is none.
  [[nodiscard]] RoomId FirstRoom() const;
  // The next one after the current room, in the direction of `step` (1 or -1); zero when there is none.
  [[nodiscard]] RoomId Neighbour(int step, bool unread_only) const;

 Q_SIGNALS:
  void Chosen(conclave::RoomId room);

 protected:
  void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
  void paintEvent(QPaintEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  bool viewportEvent(QEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  [[nodiscard]] RoomId RoomAt(int row) const;

  const Theme& theme_;
  RoomListModel& rooms_;
  RoomFilter* filter_;
  RoomDelegate* delegate_;
  RoomId current_;
  bool telling_ = true;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_ROOMS_ROOM_LIST_H_
