#ifndef CONCLAVE_CLIENT_QT_UI_DIALOGS_FORM_SHEET_H_
#define CONCLAVE_CLIENT_QT_UI_DIALOGS_FORM_SHEET_H_

#include "client-qt/ui/widgets/sheet.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace conclave::desktop {

// A sheet of fields with Cancel and one button that does it; what went wrong is said above the buttons. Lives on the
// GUI's thread; deletes itself.
class FormSheet : public Sheet {
  Q_OBJECT

 public:
  FormSheet(const Theme& theme, QWidget& window, const QString& object_name, const QString& title,
            const QString& done_text);

  // The button's work failed, for this reason: the person may change something and try again.
  void ShowFailure(const QString& failure);

 Q_SIGNALS:
  void Submitted();

 protected:
  QLineEdit* AddField(const QString& object_name, const QString& label, const QString& placeholder);
  QLabel* AddText(const QString& text);
  // Below the fields; to be called last.
  void AddButtons();
  // The button cannot be pressed while this is false.
  void SetComplete(bool complete);
  void SetDangerous();
  [[nodiscard]] QPushButton& done() { return *done_; }

 private:
  void Submit();

  QLabel* failure_;
  QPushButton* done_;
  bool complete_ = true;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_DIALOGS_FORM_SHEET_H_
