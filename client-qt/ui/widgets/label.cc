#include "client-qt/ui/widgets/label.h"

#include <QFontMetrics>
#include <QPainter>

#include "client-qt/ui/widgets/plain_line.h"

namespace conclave::desktop {

Label::Label(const Theme& theme, TextKind kind, Colour colour, QWidget* parent)
    : QWidget(parent), theme_(theme), kind_(kind), colour_(colour) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  connect(&theme, &Theme::Changed, this, [this] {
    updateGeometry();
    update();
  });
}

void Label::SetText(const QString& text) {
  if (text == text_) return;
  text_ = text;
  setAccessibleName(text);
  updateGeometry();
  update();
}

QSize Label::sizeHint() const {
  return {QFontMetrics(theme_.Font(kind_)).horizontalAdvance(text_) + 2, theme_.LineHeight(kind_)};
}

QSize Label::minimumSizeHint() const { return {std::min(sizeHint().width(), 48), theme_.LineHeight(kind_)}; }

void Label::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  PaintPlainLine(painter, rect(), theme_.Font(kind_), theme_.tokens().*colour_, text_);
  setToolTip(sizeHint().width() > width() ? text_ : QString());
}

}  // namespace conclave::desktop
