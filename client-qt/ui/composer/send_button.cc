#include "client-qt/ui/composer/send_button.h"

#include <QPainter>

#include "client-qt/ui/theme/icons.h"
#include "client-qt/ui/theme/theme.h"

namespace conclave::desktop {

SendButton::SendButton(const Theme& theme, QWidget* parent) : QToolButton(parent), theme_(theme) {
  setObjectName(QStringLiteral("send"));
  setAccessibleName(tr("Send"));
  setToolTip(tr("Send (Enter)"));
  setFocusPolicy(Qt::TabFocus);
  setFixedSize(36, 36);
}

void SendButton::paintEvent(QPaintEvent* /*event*/) {
  const Tokens& t = theme_.tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(!isEnabled() ? t.hover : underMouse() || isDown() ? t.accent.darker(110) : t.accent);
  painter.drawRoundedRect(rect(), 8, 8);
  if (hasFocus()) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(t.on_accent, 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(3, 3, -3, -3), 6, 6);
  }
  PaintIcon(painter, Icon::kSend, QRectF(rect()).adjusted(8, 8, -8, -8), isEnabled() ? t.on_accent : t.text3);
}

}  // namespace conclave::desktop
