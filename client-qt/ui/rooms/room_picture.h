#ifndef CONCLAVE_CLIENT_QT_UI_ROOMS_ROOM_PICTURE_H_
#define CONCLAVE_CLIENT_QT_UI_ROOMS_ROOM_PICTURE_H_

#include <QColor>
#include <QRect>

class QPainter;

namespace conclave::desktop {

class Theme;
struct Room;

// What stands for a room in a list, within the square: the partner's picture, or an icon of 18 pixels in that colour.
void PaintRoomPicture(QPainter& painter, const Room& room, const QRect& square, const QColor& colour,
                      const Theme& theme);

// The same without its name beside it: a channel is the first letters of its name in a square.
void PaintRoomTile(QPainter& painter, const Room& room, const QRect& square, const QColor& colour, const Theme& theme);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_ROOMS_ROOM_PICTURE_H_
