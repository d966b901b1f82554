#include "client-qt/ui/timeline/timeline_view.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <QUrl>
#include <algorithm>
#include <utility>

#include "client-qt/ui/theme/theme.h"
#include "client-qt/ui/timeline/jump_button.h"
#include "client-qt/ui/timeline/timeline_metrics.h"

namespace conclave::desktop {
namespace {

constexpr int kLookEveryMs = 250;
constexpr int kFloatingDayMs = 1500;
constexpr int kWheelStep = 72;

}  // namespace

TimelineView::TimelineView(const Theme& theme, const Clock& clock, const QTimeZone& zone,
                           std::function<void(const QUrl&)> open_url, QWidget* parent)
    : QAbstractScrollArea(parent),
      theme_(theme),
      clock_(clock),
      open_url_(std::move(open_url)),
      engine_(theme, zone),
      painter_(engine_, clock),
      jump_(new JumpButton(theme, viewport())) {
  setObjectName(QStringLiteral("timeline"));
  setAccessibleName(tr("Messages"));
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::StrongFocus);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
  setMinimumSize(240, 120);
  viewport()->setMouseTracking(true);
  viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
  jump_->resize(jump_->sizeHint());
  jump_->hide();
  connect(jump_, &JumpButton::clicked, this, &TimelineView::JumpToEnd);
  connect(&theme_, &Theme::Changed, this, [this] {
    engine_.Restyle();
    Sync();
  });
  look_timer_.start(kLookEveryMs, this);
}

void TimelineView::SetModel(TimelineModel* model, const QString& title) {
  if (model_ != nullptr) {
    model_->disconnect(this);
    model_->LookAway();
  }
  model_ = model;
  copying_.reset();
  state_ = {};
  pressed_ = {};
  missed_ = 0;
  tracker_.Look(0, 0, clock_.Monotonic());
  painter_.SetTitle(title);
  engine_.SetModel(model);
  if (model != nullptr) {
    Follow(model);
    engine_.SetUnreadAfter(model->read_up_to());
    engine_.ScrollToUnread();
    // Frozen: without anything unread on entry there is no line, whatever comes later.
    if (!engine_.unread_row()) engine_.SetUnreadAfter(std::nullopt);
  }
  Sync();
}

void TimelineView::Follow(TimelineModel* model) {
  connect(model, &TimelineModel::rowsInserted, this,
          [this](const QModelIndex&, int first, int last) { OnInserted(first, last); });
  connect(model, &TimelineModel::rowsRemoved, this, [this](const QModelIndex&, int first, int last) {
    engine_.RowsRemoved(first, last);
    state_.hover_row = -1;
    if (state_.focus_row > last) state_.focus_row -= last - first + 1;
    state_.focus_row = std::min(state_.focus_row, engine_.rows() - 1);
    Sync();
  });
  connect(model, &TimelineModel::dataChanged, this, [this](const QModelIndex& from, const QModelIndex& to) {
    engine_.RowsChanged(from.row(), to.row());
    Sync();
    FinishCopy();
  });
  const auto reset = [this] {
    engine_.Reset();
    state_ = {};
    Sync();
  };
  connect(model, &TimelineModel::modelReset, this, reset);
  connect(model, &TimelineModel::rowsMoved, this, reset);
  connect(model, &TimelineModel::AtBeginningChanged, this, [this] {
    if (engine_.rows() > 0) engine_.RowsChanged(0, 0);
    Sync();
  });
  connect(model, &TimelineModel::destroyed, this, [this] {
    model_ = nullptr;
    engine_.SetModel(nullptr);
    Sync();
  });
}

void TimelineView::OnInserted(int first, int last) {
  const bool was_at_end = engine_.at_end();
  const bool own = model_->At(last).own && model_->At(last).state == SendState::kQueued;
  engine_.RowsInserted(first, last);
  if (state_.focus_row >= first) state_.focus_row += last - first + 1;
  state_.hover_row = -1;
  if (own && last == engine_.rows() - 1) {
    engine_.ScrollToEnd();
  } else if (!was_at_end && first > 0) {
    missed_ += last - first + 1;
  }
  Sync();
}

void TimelineView::Sync() {
  syncing_ = true;
  QScrollBar* bar = verticalScrollBar();
  bar->setPageStep(engine_.view().height());
  bar->setSingleStep(kWheelStep / 3);
  bar->setRange(0, engine_.max_scroll());
  bar->setValue(engine_.scroll());
  syncing_ = false;
  if (engine_.at_end()) missed_ = 0;
  jump_->SetCount(missed_);
  jump_->setVisible(!engine_.at_end());
  if (engine_.WantsHistory()) model_->fetchMore({});
  LookAtRows();
  viewport()->update();
}

void TimelineView::LookAtRows() {
  if (model_ == nullptr || engine_.rows() == 0) return;
  // What is to be copied is looked at as well, until it is there.
  const RowRange selected = copying_ ? engine_.selection().Rows() : RowRange{};
  const int first = engine_.RowAt(0);
  const int last = engine_.LastInView();
  if (selected.empty()) return model_->LookAt(first, last);
  model_->LookAt(std::min(first, selected.begin), std::max(last, selected.end - 1));
}

void TimelineView::JumpToEnd() {
  engine_.ScrollToEnd();
  state_.floating_day = false;
  Sync();
}

void TimelineView::ClearUnreadLine() {
  engine_.SetUnreadAfter(std::nullopt);
  Sync();
}

void TimelineView::SetHoverRow(int row) {
  if (row == state_.hover_row) return;
  state_.hover_row = row;
  viewport()->update();
}

void TimelineView::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(viewport());
  painter_.Paint(painter, state_);
  if (!came_by_key_ || state_.focus_row >= 0) return;
  painter.setPen(QPen(theme_.tokens().accent_text, 2));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(viewport()->rect().adjusted(1, 1, -1, -1));
}

void TimelineView::resizeEvent(QResizeEvent* /*event*/) {
  const bool entering = engine_.view().isEmpty();
  engine_.Resize(viewport()->size());
  if (entering && model_ != nullptr) engine_.ScrollToUnread();
  PlaceJumpButton();
  Sync();
}

void TimelineView::PlaceJumpButton() {
  jump_->move(viewport()->width() - jump_->width() - 2, viewport()->height() - jump_->height() - 4);
}

void TimelineView::scrollContentsBy(int /*dx*/, int /*dy*/) {
  if (syncing_) return;
  engine_.ScrollTo(verticalScrollBar()->value());
  ShowFloatingDay();
  Sync();
}

void TimelineView::wheelEvent(QWheelEvent* event) {
  const int pixels = event->pixelDelta().y();
  const int moved = pixels != 0 ? pixels : event->angleDelta().y() * kWheelStep / 120;
  if (moved == 0) return event->ignore();
  engine_.ScrollTo(engine_.scroll() - moved);
  ShowFloatingDay();
  Sync();
  UpdateHover(event->position().toPoint());
  event->accept();
}

void TimelineView::ShowFloatingDay() {
  state_.floating_day = engine_.rows() > 0 && engine_.max_scroll() > 0;
  floating_timer_.start(kFloatingDayMs, this);
}

void TimelineView::timerEvent(QTimerEvent* event) {
  if (event->timerId() == look_timer_.timerId()) return Look();
  if (event->timerId() == floating_timer_.timerId()) {
    floating_timer_.stop();
    state_.floating_day = false;
    viewport()->update();
    return;
  }
  QAbstractScrollArea::timerEvent(event);
}

void TimelineView::Look() {
  Seq first = 0;
  Seq last = 0;
  if (model_ != nullptr && engine_.rows() > 0 && isVisible() && window()->isActiveWindow()) {
    for (int row = engine_.RowAt(0); row < engine_.rows(); ++row) {
      const QRect rect = engine_.RowRect(row);
      const bool whole = rect.bottom() < engine_.view().height() || rect.height() > engine_.view().height();
      if (rect.top() >= engine_.view().height() || !whole) break;
      if (model_->At(row).seq == 0) continue;
      if (first == 0) first = model_->At(row).seq;
      last = model_->At(row).seq;
    }
  }
  const Seq read = tracker_.Look(first, last, clock_.Monotonic());
  if (read > 0 && read > model_->read_up_to()) Q_EMIT ReadUpTo(read);
}

void TimelineView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ActivationChange) Look();
  QAbstractScrollArea::changeEvent(event);
}

void TimelineView::Copy() {
  if (engine_.selection().empty() && state_.focus_row >= 0) {
    const QString text = model_->At(state_.focus_row).document->PlainText();
    if (!text.isEmpty()) QApplication::clipboard()->setText(text);
    return;
  }
  CopySelection(QClipboard::Clipboard);
}

void TimelineView::CopySelection(QClipboard::Mode mode) {
  if (engine_.selection().empty()) return;
  copying_ = mode;
  LookAtRows();
  FinishCopy();
}

void TimelineView::FinishCopy() {
  if (!copying_) return;
  const RowRange rows = engine_.selection().Rows();
  if (!model_->HasAllTexts(rows.begin, rows.end - 1)) return;
  QApplication::clipboard()->setText(engine_.SelectedText(), *std::exchange(copying_, std::nullopt));
  LookAtRows();
}

void TimelineView::FocusRow(int row) {
  if (row < 0 || row >= engine_.rows()) return;
  state_.focus_row = row;
  engine_.Reveal(row);
  Sync();
  QAccessibleEvent event(this, QAccessible::Focus);
  event.setChild(row);
  QAccessible::updateAccessibility(&event);
}

QString TimelineView::Spoken(int row) const {
  const Message& message = model_->At(row);
  const QString time = TimeOfDay(message.time, engine_.zone());
  const QString text = message.document->PlainText();
  if (message.kind == MessageKind::kEvent) return QStringLiteral("%1, %2").arg(text, time);
  QString spoken = QStringLiteral("%1, %2, %3").arg(message.author_name, time, text);
  if (message.state == SendState::kQueued) spoken += tr(", waits to be sent");
  if (message.state == SendState::kFailed) spoken += tr(", not sent: %1").arg(message.failure);
  return spoken;
}

}  // namespace conclave::desktop
