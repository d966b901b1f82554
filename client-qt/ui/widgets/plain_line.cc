#include "client-qt/ui/widgets/plain_line.h"

#include <QFontMetrics>
#include <QPainter>
#include <QTextLayout>
#include <algorithm>
#include <cmath>

#include "client-qt/ui/theme/emoji.h"

namespace conclave::desktop {

int PaintPlainLine(QPainter& painter, const QRect& rect, const QFont& font, const QColor& colour, const QString& text) {
  const QFontMetrics metrics(font);
  QString one_line = text;
  one_line.replace(u'\n', u' ');
  const QString shown = metrics.elidedText(one_line, Qt::ElideRight, std::max(0, rect.width()));
  const std::vector<EmojiRun> emoji = FindEmoji(shown);
  painter.setPen(colour);
  if (emoji.empty()) {
    painter.setFont(font);
    painter.drawText(rect, Qt::AlignVCenter | Qt::AlignLeft, shown);
    return metrics.horizontalAdvance(shown);
  }
  QTextLayout layout(WithoutKeycapMarks(shown, emoji), font);
  QList<QTextLayout::FormatRange> formats;
  for (const QTextLayout::FormatRange& format : EmojiFormats(emoji, font.pixelSize())) formats.push_back(format);
  layout.setFormats(formats);
  layout.beginLayout();
  QTextLine line = layout.createLine();
  line.setNumColumns(static_cast<int>(shown.size()));
  layout.endLayout();
  const double base = rect.top() + (rect.height() - metrics.height()) / 2.0 + metrics.ascent();
  layout.draw(&painter, QPointF(rect.left(), base - line.ascent()));
  return static_cast<int>(std::ceil(line.naturalTextWidth()));
}

}  // namespace conclave::desktop
