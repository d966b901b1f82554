#include "client-qt/ui/composer/emoji_delegate.h"

#include <QPainter>
#include <QStyleOptionViewItem>

#include "client-qt/ui/theme/fonts.h"
#include "client-qt/ui/theme/theme.h"

namespace conclave::desktop {

EmojiDelegate::EmojiDelegate(const Theme& theme, QObject* parent) : QAbstractItemDelegate(parent), theme_(theme) {}

QSize EmojiDelegate::sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& /*index*/) const {
  return {kCell, kCell};
}

void EmojiDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const Tokens& t = theme_.tokens();
  const QRectF cell = QRectF(option.rect).adjusted(2, 2, -2, -2);
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  const bool marked = option.state.testFlag(QStyle::State_Selected);
  if (marked || option.state.testFlag(QStyle::State_MouseOver)) {
    painter->setPen(option.state.testFlag(QStyle::State_HasFocus) ? QPen(t.accent_text, 2) : QPen(Qt::NoPen));
    painter->setBrush(marked ? t.selected : t.hover);
    painter->drawRoundedRect(cell.adjusted(1, 1, -1, -1), 8, 8);
  }
  QFont font({EmojiFamily()});
  font.setPixelSize(24);
  painter->setFont(font);
  painter->setPen(t.text);
  painter->drawText(option.rect, Qt::AlignCenter, index.data().toString());
  painter->restore();
}

}  // namespace conclave::desktop
