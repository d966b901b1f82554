#ifndef CONCLAVE_CLIENT_QT_UI_WIDGETS_PLAIN_LINE_H_
#define CONCLAVE_CLIENT_QT_UI_WIDGETS_PLAIN_LINE_H_

#include <QColor>
#include <QFont>
#include <QRect>
#include <QString>

class QPainter;

namespace conclave::desktop {

// Draws one line of text in the vertical middle of the rectangle, its emoji in colour; cut with "…" where it does not
// fit. Returns the width it took.
int PaintPlainLine(QPainter& painter, const QRect& rect, const QFont& font, const QColor& colour, const QString& text);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_WIDGETS_PLAIN_LINE_H_
