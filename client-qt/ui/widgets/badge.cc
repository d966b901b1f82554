#include "client-qt/ui/widgets/badge.h"

#include <QFontMetrics>
#include <QPainter>
#include <algorithm>

#include "client-qt/ui/theme/theme.h"

namespace conclave::desktop {

QString BadgeText(int count) { return count > 99 ? QStringLiteral("99+") : QString::number(count); }

QSize BadgeSize(int count, const Theme& theme) {
  const int height = theme.Scaled(20);
  const int text = QFontMetrics(theme.Font(TextKind::kBadge)).horizontalAdvance(BadgeText(count));
  return {std::max(height, text + 12), height};
}

void PaintBadge(QPainter& painter, const QPoint& right, int count, const QColor& ground, const Theme& theme) {
  const QSize size = BadgeSize(count, theme);
  const QRectF box(QPointF(right.x() - size.width(), right.y() - size.height() / 2.0), size);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(ground);
  painter.drawRoundedRect(box, size.height() / 2.0, size.height() / 2.0);
  painter.setFont(theme.Font(TextKind::kBadge));
  painter.setPen(theme.tokens().on_accent);
  painter.drawText(box, Qt::AlignCenter, BadgeText(count));
  painter.restore();
}

}  // namespace conclave::desktop
