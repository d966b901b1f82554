#include "client-qt/ui/widgets/sheet.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

#include "client-qt/ui/widgets/icon_button.h"
#include "client-qt/ui/widgets/label.h"

namespace conclave::desktop {
namespace {

constexpr int kMargin = 20;
constexpr int kRadius = 12;
constexpr int kEdge = 16;

}  // namespace

Sheet::Sheet(const Theme& theme, QWidget& window, const QString& object_name, const QString& title)
    : QWidget(&window), theme_(theme), window_(window), card_(new QWidget(this)), body_(new QVBoxLayout(card_)) {
  setObjectName(object_name);
  setAccessibleName(title);
  setAttribute(Qt::WA_DeleteOnClose);
  setFocusPolicy(Qt::NoFocus);
  body_->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
  body_->setSpacing(8);
  if (!title.isEmpty()) {
    auto* label = new Label(theme, TextKind::kTitle, &Tokens::text);
    label->SetText(title);
    auto* close = new IconButton(theme, Icon::kClose, QStringLiteral("closeSheet"), tr("Close"));
    connect(close, &IconButton::clicked, this, &Sheet::Close);
    auto* row = new QHBoxLayout;
    row->addWidget(label, 1);
    row->addWidget(close);
    body_->addLayout(row);
    body_->addSpacing(4);
  }
  window_.installEventFilter(this);
  connect(&theme, &Theme::Changed, this, [this] {
    Arrange();
    update();
  });
}

void Sheet::SetPlace(Place place, QWidget* anchor) {
  place_ = place;
  anchor_ = anchor;
}

void Sheet::SetCardWidth(int width) { card_width_ = width; }

void Sheet::Open(QWidget* first) {
  came_from_ = QApplication::focusWidget();
  Arrange();
  show();
  raise();
  if (first != nullptr) first->setFocus(Qt::PopupFocusReason);
}

void Sheet::Close() {
  if (came_from_ != nullptr) came_from_->setFocus(Qt::PopupFocusReason);
  hide();
  close();
}

void Sheet::Arrange() {
  setGeometry(window_.rect());
  const int card_width = std::min(card_width_, width() - 2 * kEdge);
  card_->setFixedWidth(card_width);
  card_->adjustSize();
  const int wanted = card_->hasHeightForWidth() ? card_->heightForWidth(card_width) : card_->sizeHint().height();
  const int card_height = std::min(wanted, height() - 2 * kEdge);
  QRect card(0, 0, card_width, card_height);
  card.moveCenter(rect().center());
  if (place_ == Place::kTop) card.moveTop(std::min(card.top(), height() / 8));
  if (place_ == Place::kAboveAnchor && anchor_ != nullptr) {
    const QRect anchor(anchor_->mapTo(&window_, QPoint()), anchor_->size());
    card.moveBottomRight(QPoint(anchor.right() + kEdge, anchor.top() - 16));
  }
  card.moveLeft(std::clamp(card.left(), kEdge, std::max(kEdge, width() - card.width() - kEdge)));
  card.moveTop(std::clamp(card.top(), kEdge, std::max(kEdge, height() - card.height() - kEdge)));
  card_->setGeometry(card);
}

bool Sheet::event(QEvent* event) {
  if (event->type() == QEvent::LayoutRequest) Arrange();
  return QWidget::event(event);
}

bool Sheet::eventFilter(QObject* watched, QEvent* event) {
  if (watched == &window_ && event->type() == QEvent::Resize) Arrange();
  return QWidget::eventFilter(watched, event);
}

void Sheet::paintEvent(QPaintEvent* /*event*/) {
  const Tokens& t = theme_.tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (place_ != Place::kAboveAnchor) painter.fillRect(rect(), QColor(10, 12, 18, t.dark ? 150 : 96));
  const QRectF card = card_->geometry();
  painter.setPen(Qt::NoPen);
  QColor shade = t.shadow;
  shade.setAlpha(t.dark ? 7 : 3);
  painter.setBrush(shade);
  for (int spread = 1; spread <= 16; ++spread) {
    painter.drawRoundedRect(card.adjusted(-spread, -spread + 4, spread, spread + 4), kRadius + spread,
                            kRadius + spread);
  }
  painter.setBrush(t.popup);
  painter.setPen(t.dark || place_ == Place::kAboveAnchor ? t.border : t.popup);
  painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
}

void Sheet::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) return Close();
  // Nothing below hears of keys meanwhile.
  event->accept();
}

void Sheet::mousePressEvent(QMouseEvent* event) {
  if (!card_->geometry().contains(event->pos())) Close();
}

bool Sheet::focusNextPrevChild(bool next) {
  QWidget* start = QApplication::focusWidget();
  if (start == nullptr || !isAncestorOf(start)) start = this;
  const auto step = [next](QWidget* widget) {
    return next ? widget->nextInFocusChain() : widget->previousInFocusChain();
  };
  for (QWidget* widget = step(start); widget != start; widget = step(widget)) {
    const bool takes = (widget->focusPolicy() & Qt::TabFocus) != 0 && widget->isVisible() && widget->isEnabled();
    if (!takes || !isAncestorOf(widget)) continue;
    widget->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    return true;
  }
  return true;
}

}  // namespace conclave::desktop
