#include "client-qt/ui/rooms/room_picture.h"

#include "client-qt/core/room.h"
#include "client-qt/ui/theme/icons.h"
#include "client-qt/ui/theme/theme.h"
#include "client-qt/ui/widgets/avatar.h"

namespace conclave::desktop {
namespace {

constexpr int kIconSide = 18;

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

}  // namespace

void PaintRoomPicture(QPainter& painter, const Room& room, const QRect& square, const QColor& colour,
                      const Theme& theme) {
  if (room.kind == RoomKind::kDirect) {
    return PaintAvatar(painter, square, theme.AvatarColour(room.partner), room.title, theme);
  }
  const int side = theme.Scaled(kIconSide);
  QRectF icon(0, 0, side, side);
  icon.moveCenter(QRectF(square).center());
  PaintIcon(painter, IconOf(room.kind), icon, colour);
}

}  // namespace conclave::desktop
