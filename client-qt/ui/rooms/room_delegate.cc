#include "client-qt/ui/rooms/room_delegate.h"

#include <QPainter>

#include "client-qt/model/room_list_model.h"
#include "client-qt/ui/rooms/room_picture.h"
#include "client-qt/ui/theme/icons.h"
#include "client-qt/ui/theme/theme.h"
#include "client-qt/ui/widgets/badge.h"
#include "client-qt/ui/widgets/plain_line.h"

namespace conclave::desktop {
namespace {

constexpr int kInset = 8;
constexpr int kPad = 8;
constexpr int kIconSide = 18;
constexpr int kAvatarSide = 28;
constexpr int kSectionHeight = 34;
constexpr int kCompactHeight = 46;
constexpr int kCompactTile = 32;
constexpr int kCompactGap = 9;

bool IsDirect(const QModelIndex& index) {
  return index.data(RoomListModel::kKindRole).toInt() == static_cast<int>(RoomKind::kDirect);
}

}  // namespace

QString RoomLabel(const Room& room) { return room.kind == RoomKind::kDirect ? room.title : u'#' + room.title; }

RoomDelegate::RoomDelegate(const Theme& theme, const RoomListModel& rooms, QObject* parent)
    : QAbstractItemDelegate(parent), theme_(theme), rooms_(rooms) {}

const Room* RoomDelegate::RoomAt(const QModelIndex& index) const {
  return rooms_.Find(RoomId(index.data(RoomListModel::kRoomIdRole).toULongLong()));
}

QString RoomDelegate::SectionAbove(const QModelIndex& index) const {
  if (index.row() > 0 && IsDirect(index.siblingAtRow(index.row() - 1)) == IsDirect(index)) return {};
  return IsDirect(index) ? tr("Direct messages") : tr("Channels");
}

int RoomDelegate::HeightAbove(const QModelIndex& index) const {
  if (SectionAbove(index).isEmpty()) return 0;
  if (compact_) return index.row() == 0 ? 0 : kCompactGap;
  return theme_.Scaled(kSectionHeight);
}

QSize RoomDelegate::sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& index) const {
  const int row = compact_ ? kCompactHeight : theme_.Scaled(IsDirect(index) ? 44 : 36);
  return {40, row + HeightAbove(index)};
}

QRect RoomDelegate::RowRect(const QRect& item, const QModelIndex& index) const {
  return item.adjusted(kInset, HeightAbove(index) + 1, -kInset, -1);
}

void RoomDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const Room* room = RoomAt(index);
  if (room == nullptr) return;
  if (compact_) return PaintCompact(*painter, option, index, *room);
  const Tokens& t = theme_.tokens();
  const QRect row = RowRect(option.rect, index);
  const QString section = SectionAbove(index);
  if (!section.isEmpty()) {
    const QRect heading(row.left() + kPad, option.rect.top() + 8, row.width() - 2 * kPad,
                        row.top() - option.rect.top() - 10);
    PaintPlainLine(*painter, heading, theme_.Font(TextKind::kSection), t.text3, section);
  }
  PaintGround(*painter, option, row);
  const bool selected = option.state.testFlag(QStyle::State_Selected);
  const bool strong = room->unread > 0 || selected;
  const QColor colour = selected ? t.accent_text : room->unread > 0 ? t.text : t.text2;
  PaintPicture(*painter, *room, row, selected ? t.accent_text : t.text3);
  const int left = row.left() + kPad + theme_.Scaled(room->kind == RoomKind::kDirect ? kAvatarSide : kIconSide) + 10;
  const QRect title(left, row.top(), PaintMarks(*painter, *room, row) - left, row.height());
  PaintPlainLine(*painter, title, theme_.Font(strong ? TextKind::kStrong : TextKind::kBody), colour, room->title);
}

void RoomDelegate::PaintCompact(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                                const Room& room) const {
  const Tokens& t = theme_.tokens();
  const QRect row = RowRect(option.rect, index);
  if (HeightAbove(index) > 0) {
    painter.fillRect(QRect(row.left() + kPad, option.rect.top() + kCompactGap / 2, row.width() - 2 * kPad, 1),
                     t.border);
  }
  PaintGround(painter, option, row);
  QRect tile(0, 0, kCompactTile, kCompactTile);
  tile.moveCenter(row.center() + QPoint(1, 1));
  const bool selected = option.state.testFlag(QStyle::State_Selected);
  PaintRoomTile(painter, room, tile, selected ? t.accent_text : room.unread > 0 ? t.text : t.text2, theme_);
  if (room.unread > 0) {
    const QSize badge = BadgeSize(room.unread, theme_);
    PaintBadge(painter, QPoint(row.right() + 3, row.top() + badge.height() / 2 - 1), room.unread, t.accent, theme_);
  }
}

void RoomDelegate::PaintGround(QPainter& painter, const QStyleOptionViewItem& option, const QRect& row) const {
  const Tokens& t = theme_.tokens();
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  if (option.state.testFlag(QStyle::State_Selected)) {
    painter.setBrush(t.selected);
    painter.drawRoundedRect(row, 8, 8);
  } else if (option.state.testFlag(QStyle::State_MouseOver)) {
    QColor tint = t.text;
    tint.setAlpha(14);
    painter.setBrush(tint);
    painter.drawRoundedRect(row, 8, 8);
  }
  if (option.state.testFlag(QStyle::State_HasFocus)) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(t.accent_text, 2));
    painter.drawRoundedRect(QRectF(row).adjusted(1, 1, -1, -1), 8, 8);
  }
  painter.restore();
}

void RoomDelegate::PaintPicture(QPainter& painter, const Room& room, const QRect& row, const QColor& colour) const {
  const int side = theme_.Scaled(room.kind == RoomKind::kDirect ? kAvatarSide : kIconSide);
  PaintRoomPicture(painter, room, QRect(row.left() + kPad, row.center().y() - side / 2 + 1, side, side), colour,
                   theme_);
}

int RoomDelegate::PaintMarks(QPainter& painter, const Room& room, const QRect& row) const {
  int right = row.right() - kPad;
  if (room.unread > 0) {
    PaintBadge(painter, QPoint(right, row.center().y() + 1), room.unread, theme_.tokens().accent, theme_);
    right -= BadgeSize(room.unread, theme_).width() + 8;
  }
  if (!room.draft.isEmpty()) {
    PaintIcon(painter, Icon::kPencil, QRectF(right - 15, row.center().y() - 7, 15, 15), theme_.tokens().text3);
    right -= 15 + 8;
  }
  return right;
}

}  // namespace conclave::desktop
