#ifndef CONCLAVE_CLIENT_QT_UI_WIDGETS_AVATAR_H_
#define CONCLAVE_CLIENT_QT_UI_WIDGETS_AVATAR_H_

#include <QColor>
#include <QRectF>
#include <QString>

class QPainter;

namespace conclave::desktop {

class Theme;

// The first characters, as a reader counts them, of a name's first and last word, in capitals.
QString InitialsOf(const QString& name);

// A person: a circle with initials.
void PaintAvatar(QPainter& painter, const QRectF& square, const QColor& ground, const QString& name,
                 const Theme& theme);
// A server: the same with round corners.
void PaintServerTile(QPainter& painter, const QRectF& square, const QColor& ground, const QString& name,
                     const Theme& theme);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_WIDGETS_AVATAR_H_
