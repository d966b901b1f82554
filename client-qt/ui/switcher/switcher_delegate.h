#ifndef CONCLAVE_CLIENT_QT_UI_SWITCHER_SWITCHER_DELEGATE_H_
#define CONCLAVE_CLIENT_QT_UI_SWITCHER_SWITCHER_DELEGATE_H_

#include <QAbstractItemDelegate>

namespace conclave::desktop {

class RoomListModel;
class Theme;

// Paints a room as the switcher and the search for rooms list it: picture, name, topic, count. Lives on the GUI's
// thread.
class SwitcherDelegate : public QAbstractItemDelegate {
  Q_OBJECT

 public:
  SwitcherDelegate(const Theme& theme, const RoomListModel& rooms, QObject* parent = nullptr);

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  const Theme& theme_;
  const RoomListModel& rooms_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_SWITCHER_SWITCHER_DELEGATE_H_
