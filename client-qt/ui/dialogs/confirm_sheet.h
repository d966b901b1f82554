#ifndef CONCLAVE_CLIENT_QT_UI_DIALOGS_CONFIRM_SHEET_H_
#define CONCLAVE_CLIENT_QT_UI_DIALOGS_CONFIRM_SHEET_H_

#include "client-qt/ui/dialogs/form_sheet.h"

namespace conclave::desktop {

// Asks once before something that cannot be taken back. Lives on the GUI's thread; deletes itself.
class ConfirmSheet : public FormSheet {
  Q_OBJECT

 public:
  ConfirmSheet(const Theme& theme, QWidget& window, const QString& title, const QString& sentence,
               const QString& done_text);

  void Start();
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_DIALOGS_CONFIRM_SHEET_H_
