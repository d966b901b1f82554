#include "client-qt/ui/widgets/ground.h"

#include <QPainter>

namespace conclave::desktop {

Ground::Ground(const Theme& theme, QColor Tokens::*colour, Qt::Edges lines, QWidget* parent)
    : QWidget(parent), theme_(theme), colour_(colour), lines_(lines) {
  connect(&theme, &Theme::Changed, this, QOverload<>::of(&QWidget::update));
}

void Ground::paintEvent(QPaintEvent* /*event*/) {
  const Tokens& t = theme_.tokens();
  QPainter painter(this);
  painter.fillRect(rect(), t.*colour_);
  if (lines_.testFlag(Qt::BottomEdge)) painter.fillRect(0, height() - 1, width(), 1, t.border);
  if (lines_.testFlag(Qt::TopEdge)) painter.fillRect(0, 0, width(), 1, t.border);
  if (lines_.testFlag(Qt::LeftEdge)) painter.fillRect(0, 0, 1, height(), t.border);
  if (lines_.testFlag(Qt::RightEdge)) painter.fillRect(width() - 1, 0, 1, height(), t.border);
}

}  // namespace conclave::desktop
