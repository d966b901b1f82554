#include "client-qt/ui/dialogs/message_sheet.h"

#include <QLabel>
#include <QVBoxLayout>

namespace conclave::desktop {

MessageSheet::MessageSheet(const Theme& theme, QWidget& window, const QString& title, const QString& sentence,
                           const QString& details)
    : Sheet(theme, window, QStringLiteral("messageSheet"), title) {
  const auto add = [&](const char* name, const QString& text, TextKind kind) {
    if (text.isEmpty()) return;
    auto* label = new QLabel(text);
    label->setObjectName(QString::fromLatin1(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setFont(theme.Font(kind));
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    body().addWidget(label);
  };
  add("messageSentence", sentence, TextKind::kBody);
  add("messageDetails", details, TextKind::kCode);
}

void MessageSheet::Start() { Open(findChild<QWidget*>(QStringLiteral("closeSheet"))); }

}  // namespace conclave::desktop
