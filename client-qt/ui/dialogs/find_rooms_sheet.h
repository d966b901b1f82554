#ifndef CONCLAVE_CLIENT_QT_UI_DIALOGS_FIND_ROOMS_SHEET_H_
#define CONCLAVE_CLIENT_QT_UI_DIALOGS_FIND_ROOMS_SHEET_H_

#include <QTimer>

#include "client-qt/model/session.h"
#include "client-qt/ui/widgets/sheet.h"

class QLabel;
class QLineEdit;
class QListView;

namespace conclave::desktop {

// Looks for rooms that anybody may join, while one types, and joins one. Lives on the GUI's thread; deletes itself.
class FindRoomsSheet : public Sheet {
  Q_OBJECT

 public:
  FindRoomsSheet(const Theme& theme, QWidget& window, Session& session);

  void Start();

 Q_SIGNALS:
  void Joined(conclave::RoomId room);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void Ask();
  void Show(const Outcome<std::vector<Room>>& found);
  void Join(const QModelIndex& index);
  void Say(const QString& sentence);

  Session& session_;
  QLineEdit* words_;
  QListView* list_;
  QLabel* note_;
  RoomListModel found_;
  // A pause in typing, after which it is worth asking.
  QTimer pause_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_DIALOGS_FIND_ROOMS_SHEET_H_
