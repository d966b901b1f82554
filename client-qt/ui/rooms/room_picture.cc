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

void PaintRoomTile(QPainter& painter, const Room& room, const QRect& square, const QColor& colour, const Theme& theme) {
  if (room.kind == RoomKind::kDirect || room.kind == RoomKind::kLobby) {
    return PaintRoomPicture(painter, room, square, colour, theme);
  }
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme.tokens().rail);
  painter.drawRoundedRect(square, kTileRadius, kTileRadius);
  painter.setPen(colour);
  painter.setFont(theme.Font(TextKind::kSection));
  painter.drawText(square, Qt::AlignCenter, LettersOf(room.title));
  painter.restore();
}

}  // namespace conclave::desktop
