#include "client-qt/ui/switcher/switcher_delegate.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStyleOptionViewItem>
#include <algorithm>

#include "client-qt/model/room_list_model.h"
#include "client-qt/ui/rooms/room_picture.h"
#include "client-qt/ui/theme/theme.h"
#include "client-qt/ui/widgets/badge.h"
#include "client-qt/ui/widgets/plain_line.h"

namespace conclave::desktop {
namespace {

constexpr int kRowPad = 10;
constexpr int kPicture = 28;

}  // namespace

SwitcherDelegate::SwitcherDelegate(const Theme& theme, const RoomListModel& rooms, QObject* parent)
    : QAbstractItemDelegate(parent), theme_(theme), rooms_(rooms) {}

QSize SwitcherDelegate::sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& /*index*/) const {
  return {40, theme_.Scaled(40)};
}

void SwitcherDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const Room* room = rooms_.Find(RoomId(index.data(RoomListModel::kRoomIdRole).toULongLong()));
  if (room == nullptr) return;
  const Tokens& t = theme_.tokens();
  const bool selected = option.state.testFlag(QStyle::State_Selected);
  if (selected || option.state.testFlag(QStyle::State_MouseOver)) {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(selected ? t.selected : t.hover);
    painter->drawRoundedRect(QRectF(option.rect), 8, 8);
    painter->restore();
  }
  const QRect row = option.rect.adjusted(kRowPad, 0, -kRowPad, 0);
  const QRect square(row.left(), row.center().y() - kPicture / 2 + 1, kPicture, kPicture);
  PaintRoomPicture(*painter, *room, square, selected ? t.accent_text : t.text2, theme_);
  int right = row.right();
  if (room->unread > 0) {
    PaintBadge(*painter, QPoint(right, row.center().y() + 1), room->unread, t.accent, theme_);
    right -= BadgeSize(room->unread, theme_).width() + 8;
  }
  QRect line(square.right() + 11, row.top(), right - square.right() - 11, row.height());
  const TextKind kind = room->unread > 0 ? TextKind::kStrong : TextKind::kBody;
  const int used = PaintPlainLine(*painter, line, theme_.Font(kind), selected ? t.accent_text : t.text, room->title);
  line.setLeft(line.left() + used + 12);
  if (line.width() > 40 && !room->topic.isEmpty()) {
    PaintPlainLine(*painter, line, theme_.Font(TextKind::kSecondary), t.text2, room->topic);
  }
}

}  // namespace conclave::desktop
