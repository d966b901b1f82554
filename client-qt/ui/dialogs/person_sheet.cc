#include "client-qt/ui/dialogs/person_sheet.h"

#include <QLineEdit>

namespace conclave::desktop {

PersonSheet::PersonSheet(const Theme& theme, QWidget& window, const QString& object_name, const QString& title,
                         const QString& done_text)
    : FormSheet(theme, window, object_name, title, done_text),
      name_(AddField(QStringLiteral("personName"), tr("User name"), tr("alice"))) {
  AddButtons();
  SetComplete(false);
  connect(name_, &QLineEdit::textChanged, this, [this] { SetComplete(!name().isEmpty()); });
}

void PersonSheet::Start() { Open(name_); }

QString PersonSheet::name() const {
  const QString name = name_->text().trimmed();
  return name.startsWith(u'@') ? name.mid(1) : name;
}

}  // namespace conclave::desktop
