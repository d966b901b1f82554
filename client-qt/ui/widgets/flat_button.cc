#include "client-qt/ui/widgets/flat_button.h"

#include <QFontMetrics>
#include <QPainter>

namespace conclave::desktop {

FlatButton::FlatButton(const Theme& theme, QColor Tokens::*colour, const QString& object_name, const QString& text,
                       QWidget* parent)
    : QPushButton(text, parent), theme_(theme), colour_(colour) {
  setObjectName(object_name);
  setCursor(Qt::PointingHandCursor);
  setFocusPolicy(Qt::TabFocus);
  setAutoDefault(true);
}

QFont FlatButton::Face() const {
  QFont font = theme_.Font(TextKind::kSecondary);
  font.setWeight(QFont::DemiBold);
  return font;
}

QSize FlatButton::sizeHint() const { return {QFontMetrics(Face()).horizontalAdvance(text()) + 18, theme_.Scaled(28)}; }

void FlatButton::paintEvent(QPaintEvent* /*event*/) {
  const QColor colour = theme_.tokens().*colour_;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (underMouse() || isDown()) {
    QColor tint = colour;
    tint.setAlpha(isDown() ? 48 : 28);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tint);
    painter.drawRoundedRect(rect(), 6, 6);
  }
  if (hasFocus()) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour, 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
  }
  painter.setFont(Face());
  painter.setPen(colour);
  painter.drawText(rect(), Qt::AlignCenter, text());
}

}  // namespace conclave::desktop
