#ifndef CONCLAVE_CLIENT_QT_UI_SWITCHER_SWITCHER_H_
#define CONCLAVE_CLIENT_QT_UI_SWITCHER_SWITCHER_H_

#include "client-qt/ui/switcher/switcher_model.h"
#include "client-qt/ui/widgets/sheet.h"
#include "server/core/ids.h"

class QLineEdit;
class QListView;

namespace conclave::desktop {

class RoomListModel;

// Ctrl+K: a few letters and Enter lead to any room or person. Lives on the GUI's thread; deletes itself.
class Switcher : public Sheet {
  Q_OBJECT

 public:
  Switcher(const Theme& theme, QWidget& window, RoomListModel& rooms);

  void Start();

 Q_SIGNALS:
  void Chosen(conclave::RoomId room);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void Filter(const QString& words);
  void Move(int step);
  void Choose(const QModelIndex& index);
  void Fit();

  QLineEdit* words_;
  QListView* list_;
  SwitcherModel model_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_SWITCHER_SWITCHER_H_
