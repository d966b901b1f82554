#include "client-qt/ui/dialogs/confirm_sheet.h"

#include <QPushButton>

namespace conclave::desktop {

ConfirmSheet::ConfirmSheet(const Theme& theme, QWidget& window, const QString& title, const QString& sentence,
                           const QString& done_text, Weight weight)
    : FormSheet(theme, window, QStringLiteral("confirm"), title, done_text) {
  AddText(sentence);
  if (weight == Weight::kGrave) SetDangerous();
  AddButtons();
}

void ConfirmSheet::Start() { Open(&done()); }

}  // namespace conclave::desktop
