#ifndef CONCLAVE_CLIENT_QT_UI_WIDGETS_BADGE_H_
#define CONCLAVE_CLIENT_QT_UI_WIDGETS_BADGE_H_

#include <QColor>
#include <QPoint>
#include <QSize>
#include <QString>

class QPainter;

namespace conclave::desktop {

class Theme;

// "14", and "99+" above 99.
QString BadgeText(int count);
QSize BadgeSize(int count, const Theme& theme);
// `right` is the middle of the badge's right edge.
void PaintBadge(QPainter& painter, const QPoint& right, int count, const QColor& ground, const Theme& theme);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_WIDGETS_BADGE_H_
