#include "client-qt/ui/widgets/icon_button.h"

#include <QKeyEvent>
#include <QKeySequence>

#include "client-qt/ui/theme/theme.h"

namespace conclave::desktop {
namespace {

constexpr int kSide = 32;
constexpr int kIconSide = 20;

}  // namespace

IconButton::IconButton(const Theme& theme, Icon icon, const QString& object_name, const QString& name, QWidget* parent)
    : QToolButton(parent), theme_(theme) {
  setObjectName(object_name);
  setAccessibleName(name);
  setToolTip(name);
  setFocusPolicy(Qt::TabFocus);
  setAutoRaise(true);
  setFixedSize(kSide, kSide);
  setIconSize(QSize(kIconSide, kIconSide));
  SetIcon(icon);
}

void IconButton::SetIcon(Icon icon) { setIcon(ThemedIcon(theme_, icon)); }

void IconButton::SetKeys(const QKeySequence& keys) {
  setToolTip(tr("%1 (%2)").arg(accessibleName(), keys.toString(QKeySequence::NativeText)));
}

void IconButton::keyPressEvent(QKeyEvent* event) {
  // As other buttons; Qt's tool buttons know the space bar only.
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return click();
  QToolButton::keyPressEvent(event);
}

}  // namespace conclave::desktop
