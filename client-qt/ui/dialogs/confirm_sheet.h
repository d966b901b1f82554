#ifndef CONCLAVE_CLIENT_QT_UI_DIALOGS_CONFIRM_SHEET_H_
#define CONCLAVE_CLIENT_QT_UI_DIALOGS_CONFIRM_SHEET_H_

#include "client-qt/ui/dialogs/form_sheet.h"

namespace conclave::desktop {

// Asks once before something that cannot be taken back or is much at once. Lives on the GUI's thread; deletes itself.
class ConfirmSheet : public FormSheet {
  Q_OBJECT

 public:
  // What is grave has a red button.
  enum class Weight { kHarmless, kGrave };

  ConfirmSheet(const Theme& theme, QWidget& window, const QString& title, const QString& sentence,
               const QString& done_text, Weight weight = Weight::kGrave);

  void Start();
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_DIALOGS_CONFIRM_SHEET_H_
