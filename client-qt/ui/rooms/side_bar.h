#ifndef CONCLAVE_CLIENT_QT_UI_ROOMS_SIDE_BAR_H_
#define CONCLAVE_CLIENT_QT_UI_ROOMS_SIDE_BAR_H_

#include "client-qt/ui/widgets/ground.h"

class QBoxLayout;
class QLineEdit;

namespace conclave::desktop {

class IconButton;
class Label;
class RoomList;
class RoomListModel;

// The left column: the server's name, what makes new rooms, the filter and the rooms. Lives on the GUI's thread; owned
// by the window.
class SideBar : public Ground {
  Q_OBJECT

 public:
  static constexpr int kCompactWidth = 64;

  SideBar(const Theme& theme, RoomListModel& rooms, QWidget* parent = nullptr);

  // Only pictures, in a column of kCompactWidth.
  void SetCompact(bool compact);

  void SetServer(const QString& name);
  [[nodiscard]] RoomList& list() { return *list_; }

 Q_SIGNALS:
  void SwitcherWanted();
  void CreateWanted();
  void FindWanted();
  void DirectWanted();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void BuildHeader();
  void BuildFilter();
  void ShowNewMenu();
  void Restyle();

  QWidget* header_;
  QBoxLayout* header_row_;
  Label* server_;
  IconButton* new_;
  IconButton* go_;
  QLineEdit* filter_;
  RoomList* list_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_ROOMS_SIDE_BAR_H_
