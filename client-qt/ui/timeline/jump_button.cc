#include "client-qt/ui/timeline/jump_button.h"

#include <QPainter>

#include "client-qt/ui/theme/icons.h"
#include "client-qt/ui/theme/theme.h"
#include "client-qt/ui/widgets/badge.h"

namespace conclave::desktop {
namespace {

constexpr int kCircle = 40;
// For the badge, which sticks out at the top right, and the shadow.
constexpr int kRoom = 10;

}  // namespace

JumpButton::JumpButton(const Theme& theme, QWidget* parent) : QAbstractButton(parent), theme_(theme) {
  setObjectName(QStringLiteral("jumpToEnd"));
  setCursor(Qt::PointingHandCursor);
  setFocusPolicy(Qt::TabFocus);
  setAttribute(Qt::WA_Hover);
  SetCount(0);
}

void JumpButton::SetCount(int count) {
  count_ = count;
  QString name = tr("Jump to the newest message");
  if (count == 1) name = tr("Jump to 1 new message");
  if (count > 1) name = tr("Jump to %1 new messages").arg(count);
  setAccessibleName(name);
  setToolTip(accessibleName());
  update();
}

QSize JumpButton::sizeHint() const { return {kCircle + 2 * kRoom, kCircle + 2 * kRoom}; }

void JumpButton::paintEvent(QPaintEvent* /*event*/) {
  const Tokens& t = theme_.tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF circle = QRectF(rect()).adjusted(kRoom, kRoom, -kRoom, -kRoom);
  painter.setPen(Qt::NoPen);
  QColor shade = t.shadow;
  shade.setAlpha(shade.alpha() / 4);
  painter.setBrush(shade);
  for (int spread = 1; spread <= 4; ++spread) {
    painter.drawEllipse(circle.adjusted(-spread, -spread + 2, spread, spread + 2));
  }
  painter.setBrush(underMouse() ? t.hover : t.popup);
  painter.setPen(t.control);
  painter.drawEllipse(circle.adjusted(0.5, 0.5, -0.5, -0.5));
  if (hasFocus()) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(t.accent_text, 2));
    painter.drawEllipse(circle.adjusted(1, 1, -1, -1));
  }
  PaintIcon(painter, Icon::kArrowDown, circle.adjusted(10, 10, -10, -10), t.text);
  if (count_ > 0) PaintBadge(painter, QPoint(width() - 2, kRoom), count_, t.accent, theme_);
}

}  // namespace conclave::desktop
