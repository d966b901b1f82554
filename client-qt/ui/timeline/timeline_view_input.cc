// What a person does in the timeline: pointer and keys.
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QToolTip>
#include <QUrl>
#include <algorithm>

#include "client-qt/ui/theme/icons.h"
#include "client-qt/ui/theme/theme.h"
#include "client-qt/ui/timeline/timeline_view.h"

namespace conclave::desktop {

void TimelineView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || engine_.rows() == 0) return;
  state_.focus_row = -1;
  copying_.reset();
  pressed_ = painter_.HitAt(event->pos());
  selecting_ = pressed_.kind != HitKind::kRetry && pressed_.kind != HitKind::kDelete;
  if (selecting_) {
    const TextPlace place = engine_.PlaceAt(event->pos());
    if (event->modifiers().testFlag(Qt::ShiftModifier)) {
      engine_.selection().ExtendTo(place);
    } else {
      engine_.selection().Start(place);
    }
  }
  viewport()->update();
}

void TimelineView::mouseMoveEvent(QMouseEvent* event) {
  if (selecting_ && event->buttons().testFlag(Qt::LeftButton)) {
    const int y = event->pos().y();
    const int beyond = y < 0 ? y : std::max(0, y - engine_.view().height());
    if (beyond != 0) engine_.ScrollTo(engine_.scroll() + std::clamp(beyond, -40, 40));
    engine_.selection().ExtendTo(engine_.PlaceAt(event->pos()));
    Sync();
    return;
  }
  UpdateHover(event->pos());
}

void TimelineView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  selecting_ = false;
  const Hit hit = painter_.HitAt(event->pos());
  if (hit.kind == pressed_.kind && hit.row == pressed_.row && engine_.selection().empty()) Act(hit);
  pressed_ = {};
  if (QApplication::clipboard()->supportsSelection()) CopySelection(QClipboard::Selection);
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || painter_.HitAt(event->pos()).kind != HitKind::kText) return;
  engine_.SelectWordAt(engine_.PlaceAt(event->pos()));
  viewport()->update();
}

void TimelineView::UpdateHover(const QPoint& point) {
  const Hit hit = painter_.HitAt(point);
  const bool on_body = hit.row >= 0 && engine_.BodyRect(hit.row).contains(point);
  SetHoverRow(on_body ? hit.row : -1);
  const bool acts = hit.kind == HitKind::kLink || hit.kind == HitKind::kRetry || hit.kind == HitKind::kDelete;
  viewport()->setCursor(acts ? Qt::PointingHandCursor : hit.kind == HitKind::kText ? Qt::IBeamCursor : Qt::ArrowCursor);
}

bool TimelineView::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::Leave) SetHoverRow(-1);
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    ShowToolTip(help->pos(), help->globalPos());
    return true;
  }
  return QAbstractScrollArea::viewportEvent(event);
}

void TimelineView::ShowToolTip(const QPoint& point, const QPoint& global) {
  const Hit hit = painter_.HitAt(point);
  if (hit.kind == HitKind::kLink) return QToolTip::showText(global, hit.link, viewport());
  if (hit.kind == HitKind::kTime) {
    return QToolTip::showText(global, FullTime(model_->At(hit.row).time, engine_.zone()), viewport());
  }
  QToolTip::hideText();
}

void TimelineView::Act(const Hit& hit) {
  switch (hit.kind) {
    case HitKind::kLink:
      return OpenLink(hit.link);
    case HitKind::kRetry:
      Q_EMIT RetryWanted(model_->At(hit.row).command);
      return;
    case HitKind::kDelete:
      Q_EMIT DiscardWanted(model_->At(hit.row).command);
      return;
    case HitKind::kNothing:
    case HitKind::kText:
    case HitKind::kTime:
      return;
  }
}

void TimelineView::OpenLink(const QString& link) {
  const QUrl url(link);
  const QString scheme = url.scheme().toLower();
  if (scheme == QStringLiteral("http") || scheme == QStringLiteral("https") || scheme == QStringLiteral("mailto")) {
    open_url_(url);
  }
}

void TimelineView::contextMenuEvent(QContextMenuEvent* event) {
  const bool by_key = event->reason() == QContextMenuEvent::Keyboard;
  const Hit hit = by_key ? Hit{.row = state_.focus_row} : painter_.HitAt(event->pos());
  if (model_ == nullptr || hit.row < 0) return;
  const Message message = model_->At(hit.row);
  QMenu menu(this);
  QAction* copy = menu.addAction(ThemedIcon(theme_, Icon::kCopy), tr("Copy text"), this, [this, message] {
    if (!engine_.selection().empty()) return CopySelection(QClipboard::Clipboard);
    QApplication::clipboard()->setText(message.document->PlainText());
  });
  copy->setShortcut(QKeySequence::Copy);
  if (!hit.link.isEmpty()) {
    menu.addAction(ThemedIcon(theme_, Icon::kLink), tr("Copy link"), this,
                   [link = hit.link] { QApplication::clipboard()->setText(link); });
  }
  if (message.state == SendState::kFailed) {
    menu.addSeparator();
    menu.addAction(ThemedIcon(theme_, Icon::kRetry), tr("Send again"), this,
                   [this, message] { Q_EMIT RetryWanted(message.command); });
    menu.addAction(ThemedIcon(theme_, Icon::kTrash), tr("Delete"), this,
                   [this, message] { Q_EMIT DiscardWanted(message.command); });
  }
  menu.exec(by_key ? viewport()->mapToGlobal(engine_.BodyRect(hit.row).center()) : event->globalPos());
}

void TimelineView::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) return Copy();
  if (event->matches(QKeySequence::SelectAll)) {
    engine_.SelectAll();
    return viewport()->update();
  }
  if (event->key() == Qt::Key_Escape) {
    ClearUnreadLine();
    return JumpToEnd();
  }
  if (Navigate(event) || ActOnFocusRow(event)) return;
  const QString text = event->text();
  if (!text.isEmpty() && text.front().isPrint() && !event->modifiers().testFlag(Qt::ControlModifier)) {
    Q_EMIT Typed(text);
    return;
  }
  event->ignore();
}

bool TimelineView::Navigate(QKeyEvent* event) {
  const int page = engine_.view().height() - 40;
  const bool control = event->modifiers().testFlag(Qt::ControlModifier);
  const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
  switch (event->key()) {
    case Qt::Key_PageUp:
      if (shift) {
        engine_.ScrollToUnread();
      } else {
        engine_.ScrollTo(engine_.scroll() - page);
      }
      break;
    case Qt::Key_PageDown:
      engine_.ScrollTo(engine_.scroll() + page);
      break;
    case Qt::Key_Home:
      if (!control) return false;
      engine_.ScrollTo(0);
      break;
    case Qt::Key_End:
      if (!control) return false;
      engine_.ScrollToEnd();
      break;
    case Qt::Key_Up:
      MoveFocus(-1);
      return true;
    case Qt::Key_Down:
      MoveFocus(1);
      return true;
    default:
      return false;
  }
  ShowFloatingDay();
  Sync();
  return true;
}

void TimelineView::MoveFocus(int step) {
  if (engine_.rows() == 0) return;
  // From the last message in view when nothing has the mark yet.
  const int start = std::min(engine_.RowAt(engine_.view().height() - 1) + 1, engine_.rows());
  const int from = state_.focus_row >= 0 ? state_.focus_row : start;
  FocusRow(std::clamp(from + step, 0, engine_.rows() - 1));
}

bool TimelineView::ActOnFocusRow(QKeyEvent* event) {
  if (state_.focus_row < 0 || event->modifiers() != Qt::NoModifier) return false;
  const Message& message = model_->At(state_.focus_row);
  if (event->key() == Qt::Key_C) {
    Copy();
    return true;
  }
  if (message.state != SendState::kFailed) return false;
  if (event->key() == Qt::Key_R) Q_EMIT RetryWanted(message.command);
  if (event->key() == Qt::Key_Delete) Q_EMIT DiscardWanted(message.command);
  return event->key() == Qt::Key_R || event->key() == Qt::Key_Delete;
}

void TimelineView::focusInEvent(QFocusEvent* event) {
  const Qt::FocusReason reason = event->reason();
  came_by_key_ = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::ShortcutFocusReason;
  viewport()->update();
  QAbstractScrollArea::focusInEvent(event);
}

void TimelineView::focusOutEvent(QFocusEvent* event) {
  came_by_key_ = false;
  if (event->reason() != Qt::PopupFocusReason) state_.focus_row = -1;
  viewport()->update();
  QAbstractScrollArea::focusOutEvent(event);
}

}  // namespace conclave::desktop
