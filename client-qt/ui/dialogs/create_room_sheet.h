#ifndef CONCLAVE_CLIENT_QT_UI_DIALOGS_CREATE_ROOM_SHEET_H_
#define CONCLAVE_CLIENT_QT_UI_DIALOGS_CREATE_ROOM_SHEET_H_

#include "client-qt/core/room.h"
#include "client-qt/ui/dialogs/form_sheet.h"

class QRadioButton;

namespace conclave::desktop {

// Asks for a new room's name, topic and kind. Lives on the GUI's thread; deletes itself.
class CreateRoomSheet : public FormSheet {
  Q_OBJECT

 public:
  CreateRoomSheet(const Theme& theme, QWidget& window);

  void Start();
  [[nodiscard]] QString name() const;
  [[nodiscard]] QString topic() const;
  [[nodiscard]] RoomKind kind() const;

 private:
  QRadioButton* AddKind(const QString& object_name, const QString& label, const QString& meaning);

  QLineEdit* name_;
  QLineEdit* topic_;
  QRadioButton* public_;
  QRadioButton* private_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_DIALOGS_CREATE_ROOM_SHEET_H_
