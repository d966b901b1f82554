#include "client-qt/ui/widgets/avatar.h"

#include <QPainter>
#include <QTextBoundaryFinder>

#include "client-qt/ui/theme/theme.h"

namespace conclave::desktop {
namespace {

QString FirstCharacter(const QString& word) {
  QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, word);
  return word.left(finder.toNextBoundary()).toUpper();
}

void PaintInitials(QPainter& painter, const QRectF& square, const QString& name, const Theme& theme) {
  QFont font = theme.Font(TextKind::kStrong);
  font.setPixelSize(static_cast<int>(square.height() * 0.4));
  painter.setFont(font);
  painter.setPen(theme.tokens().on_accent);
  painter.drawText(square, Qt::AlignCenter, InitialsOf(name));
}

}  // namespace

QString InitialsOf(const QString& name) {
  const QStringList words = name.simplified().split(u' ', Qt::SkipEmptyParts);
  if (words.isEmpty()) return QStringLiteral("?");
  QString initials = FirstCharacter(words.front());
  if (words.size() > 1) initials += FirstCharacter(words.back());
  return initials;
}

void PaintAvatar(QPainter& painter, const QRectF& square, const QColor& ground, const QString& name,
                 const Theme& theme) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(ground);
  painter.drawEllipse(square);
  PaintInitials(painter, square, name, theme);
  painter.restore();
}

void PaintServerTile(QPainter& painter, const QRectF& square, const QColor& ground, const QString& name,
                     const Theme& theme) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(ground);
  painter.drawRoundedRect(square, square.width() * 0.28, square.height() * 0.28);
  PaintInitials(painter, square, name, theme);
  painter.restore();
}

}  // namespace conclave::desktop
