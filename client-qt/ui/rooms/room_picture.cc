#include "client-qt/ui/rooms/room_picture.h"

#include <QPainter>
#include <QRegularExpression>

#include "client-qt/core/room.h"
#include "client-qt/ui/theme/icons.h"
#include "client-qt/ui/theme/theme.h"
#include "client-qt/ui/widgets/avatar.h"

namespace conclave::desktop {
namespace {

constexpr int kRoomIconSide = 18;
constexpr int kTileRadius = 8;
// Of a tile.
constexpr double kLettersHeight = 0.4;

Icon IconOf(RoomKind kind) {
  switch (kind) {
    case RoomKind::kLobby:
      return Icon::kHome;
    case RoomKind::kPrivate:
      return Icon::kLock;
    case RoomKind::kPublic:
    case RoomKind::kDirect:
      return Icon::kHash;
  }
  return Icon::kHash;
}

// "release-1.0" is "r1", "general" is "ge".
QString LettersOf(const QString& title) {
  static const QRegularExpression kBreaks(QStringLiteral("[\\s._-]+"));
  const QStringList words = title.split(kBreaks, Qt::SkipEmptyParts);
  if (words.isEmpty()) return title.left(2);
  return words.size() == 1 ? words[0].left(2) : words[0].left(1) + words[1].left(1);
}

}  // namespace

void PaintRoomPicture(QPainter& painter, const Room& room, const QRect& square, const QColor& colour,
                      const Theme& theme) {
  if (room.kind == RoomKind::kDirect) {
    return PaintAvatar(painter, square, theme.AvatarColour(room.partner), room.title, theme);
  }
  const int side = theme.Scaled(kRoomIconSide);
  QRectF icon(0, 0, side, side);
  icon.moveCenter(QRectF(square).center());
  PaintIcon(painter, IconOf(room.kind), icon, colour);
}

void PaintRoomTile(QPainter& painter, const Room& room, const QRect& square, const TileColours& colours,
                   const Theme& theme) {
  if (room.kind == RoomKind::kDirect) return PaintRoomPicture(painter, room, square, colours.ink, theme);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colours.ground);
  painter.drawRoundedRect(square, kTileRadius, kTileRadius);
  if (room.kind == RoomKind::kLobby) {
    QRectF icon(0, 0, kRoomIconSide, kRoomIconSide);
    icon.moveCenter(QRectF(square).center());
    PaintIcon(painter, Icon::kHome, icon, colours.ink);
  } else {
    QFont font = theme.Font(TextKind::kStrong);
    font.setPixelSize(static_cast<int>(square.height() * kLettersHeight));
    painter.setFont(font);
    painter.setPen(colours.ink);
    painter.drawText(square, Qt::AlignCenter, LettersOf(room.title));
  }
  painter.restore();
}

}  // namespace conclave::desktop
