#ifndef CONCLAVE_CLIENT_QT_UI_DIALOGS_PERSON_SHEET_H_
#define CONCLAVE_CLIENT_QT_UI_DIALOGS_PERSON_SHEET_H_

#include "client-qt/ui/dialogs/form_sheet.h"

namespace conclave::desktop {

// Asks for a person's name: whom to write to, or whom to invite. Lives on the GUI's thread; deletes itself.
class PersonSheet : public FormSheet {
  Q_OBJECT

 public:
  PersonSheet(const Theme& theme, QWidget& window, const QString& object_name, const QString& title,
              const QString& done_text);

  void Start();
  [[nodiscard]] QString name() const;

 private:
  QLineEdit* name_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_DIALOGS_PERSON_SHEET_H_
