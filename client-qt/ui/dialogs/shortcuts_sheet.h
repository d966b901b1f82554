#ifndef CONCLAVE_CLIENT_QT_UI_DIALOGS_SHORTCUTS_SHEET_H_
#define CONCLAVE_CLIENT_QT_UI_DIALOGS_SHORTCUTS_SHEET_H_

#include "client-qt/ui/widgets/sheet.h"

namespace conclave::desktop {

// The list of keys. Lives on the GUI's thread; deletes itself.
class ShortcutsSheet : public Sheet {
  Q_OBJECT

 public:
  ShortcutsSheet(const Theme& theme, QWidget& window);

  void Start();
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_DIALOGS_SHORTCUTS_SHEET_H_
