#include "client-qt/ui/shell/member_delegate.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStyleOptionViewItem>

#include "client-qt/model/member_model.h"
#include "client-qt/ui/theme/theme.h"
#include "client-qt/ui/widgets/avatar.h"
#include "client-qt/ui/widgets/plain_line.h"

namespace conclave::desktop {
namespace {

constexpr int kAvatarSide = 28;
constexpr int kPad = 8;

}  // namespace

MemberDelegate::MemberDelegate(const Theme& theme, UserId me, QObject* parent)
    : QAbstractItemDelegate(parent), theme_(theme), me_(me) {}

QSize MemberDelegate::sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& /*index*/) const {
  return {40, theme_.Scaled(44)};
}

void MemberDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const Tokens& t = theme_.tokens();
  const QRect row = option.rect.adjusted(8, 1, -8, -1);
  const UserId user(index.data(MemberModel::kUserIdRole).toUInt());
  QString name = index.data(MemberModel::kNameRole).toString();
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  const bool focus = option.state.testFlag(QStyle::State_HasFocus);
  painter->setPen(focus ? QPen(t.accent_text, 2) : QPen(Qt::NoPen));
  painter->setBrush(option.state.testFlag(QStyle::State_MouseOver) ? QBrush(t.hover) : QBrush(Qt::NoBrush));
  painter->drawRoundedRect(QRectF(row).adjusted(1, 1, -1, -1), 8, 8);
  painter->restore();
  PaintAvatar(*painter, QRectF(row.left() + kPad, row.center().y() - kAvatarSide / 2.0 + 1, kAvatarSide, kAvatarSide),
              theme_.AvatarColour(user), name, theme_);
  if (user == me_) name = tr("%1 (you)").arg(name);
  const QString owner = index.data(MemberModel::kOwnerRole).toBool() ? tr("Owner") : QString();
  const QFont small = theme_.Font(TextKind::kCaption);
  const int owner_width = owner.isEmpty() ? 0 : QFontMetrics(small).horizontalAdvance(owner) + 2;
  const int left = row.left() + kPad + kAvatarSide + 10;
  PaintPlainLine(*painter, QRect(left, row.top(), row.right() - kPad - owner_width - 8 - left, row.height()),
                 theme_.Font(TextKind::kBody), t.text, name);
  PaintPlainLine(*painter, QRect(row.right() - kPad - owner_width, row.top(), owner_width, row.height()), small,
                 t.text3, owner);
}

}  // namespace conclave::desktop
