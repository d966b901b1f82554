#ifndef CONCLAVE_CLIENT_QT_UI_DIALOGS_MESSAGE_SHEET_H_
#define CONCLAVE_CLIENT_QT_UI_DIALOGS_MESSAGE_SHEET_H_

#include "client-qt/ui/widgets/sheet.h"

namespace conclave::desktop {

// Says something, with what a library said about it below, which can be selected and copied. Lives on the GUI's thread;
// deletes itself.
class MessageSheet : public Sheet {
  Q_OBJECT

 public:
  MessageSheet(const Theme& theme, QWidget& window, const QString& title, const QString& sentence,
               const QString& details);

  void Start();
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_DIALOGS_MESSAGE_SHEET_H_
