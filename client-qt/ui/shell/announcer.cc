#include "client-qt/ui/shell/announcer.h"

#include <QAccessible>

namespace conclave::desktop {

Announcer::Announcer(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("announcer"));
  setFocusPolicy(Qt::NoFocus);
  setAttribute(Qt::WA_TransparentForMouseEvents);
  resize(1, 1);
  lower();
}

void Announcer::Say(const QString& sentence) {
  setAccessibleName(sentence);
  QAccessibleEvent event(this, QAccessible::Alert);
  QAccessible::updateAccessibility(&event);
}

}  // namespace conclave::desktop
