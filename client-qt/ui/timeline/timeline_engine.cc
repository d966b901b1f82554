#include "client-qt/ui/timeline/timeline_engine.h"

#include <QTextBoundaryFinder>
#include <algorithm>
#include <memory>
#include <utility>

#include "client-qt/ui/theme/theme.h"
#include "client-qt/ui/timeline/timeline_metrics.h"

namespace conclave::desktop {

TimelineEngine::TimelineEngine(const Theme& theme, const QTimeZone& zone) : theme_(theme), zone_(zone) {}

void TimelineEngine::SetModel(const TimelineModel* model) {
  model_ = model;
  unread_after_.reset();
  stick_ = true;
  Reset();
}

void TimelineEngine::Reset() {
  heights_.Clear();
  cache_.Clear();
  selection_.Clear();
  anchor_ = {};
  unread_row_.reset();
  if (model_ != nullptr && model_->rowCount() > 0) {
    RowsInserted(0, model_->rowCount() - 1);
  } else {
    Settle();
  }
}

void TimelineEngine::RowsInserted(int first, int last) {
  const bool had_rows = rows() > 0;
  std::vector<int> guesses;
  guesses.reserve(static_cast<std::size_t>(last - first) + 1);
  for (int row = first; row <= last; ++row) guesses.push_back(Guess(row));
  heights_.Insert(first, guesses);
  if (had_rows && anchor_.row >= first) anchor_.row += last - first + 1;
  if (unread_row_ && *unread_row_ >= first) *unread_row_ += last - first + 1;
  selection_.RowsInserted(first, last);
  MarkGuess(last + 1);
  FindUnreadRow();
  Settle();
}

void TimelineEngine::RowsRemoved(int first, int last) {
  heights_.Remove(first, last);
  const int gone = last - first + 1;
  const auto moved = [&](int row) { return row > last ? row - gone : std::min(row, first); };
  anchor_.row = std::clamp(moved(anchor_.row), 0, std::max(0, rows() - 1));
  if (unread_row_) unread_row_ = moved(*unread_row_);
  if (unread_row_ && *unread_row_ >= rows()) unread_row_.reset();
  selection_.RowsRemoved(first, last);
  MarkGuess(first);
  FindUnreadRow();
  Settle();
}

void TimelineEngine::RowsChanged(int first, int last) {
  for (int row = first; row <= last; ++row) {
    cache_.Drop(KeyOf(model_->At(row)));
    heights_.MarkGuess(row);
  }
  MarkGuess(last + 1);
  Settle();
}

void TimelineEngine::SetUnreadAfter(std::optional<Seq> read_up_to) {
  unread_after_ = read_up_to;
  FindUnreadRow();
  Settle();
}

void TimelineEngine::FindUnreadRow() {
  std::optional<int> row;
  if (model_ != nullptr && unread_after_) row = FirstUnreadRow(*model_, *unread_after_);
  if (row == unread_row_) return;
  for (const std::optional<int>& changed : {row, std::exchange(unread_row_, row)}) {
    MarkGuess(changed);
    if (changed) MarkGuess(*changed + 1);
  }
}

void TimelineEngine::MarkGuess(std::optional<int> row) {
  if (row && *row >= 0 && *row < rows()) heights_.MarkGuess(*row);
}

void TimelineEngine::Resize(const QSize& view) {
  if (view == view_) return;
  if (view.width() != view_.width()) {
    cache_.Clear();
    heights_.MarkAllGuesses();
  }
  view_ = view;
  Settle();
}

void TimelineEngine::Restyle() {
  cache_.Clear();
  heights_.MarkAllGuesses();
  Settle();
}

int TimelineEngine::Content() const { return heights_.total() + timeline::kEndRoom; }

int TimelineEngine::max_scroll() const { return std::max(0, Content() - view_.height()); }

int TimelineEngine::Shift() const { return std::max(0, view_.height() - Content()); }

void TimelineEngine::ScrollTo(int y) {
  scroll_ = std::clamp(y, 0, max_scroll());
  stick_ = false;
  TakeAnchor();
  Settle();
  stick_ = max_scroll() - scroll_ <= kStickyDistance;
}

void TimelineEngine::ScrollToEnd() {
  stick_ = true;
  Settle();
}

void TimelineEngine::Reveal(int row) {
  for (int pass = 0; pass < 3; ++pass) {
    const QRect rect = RowRect(row);
    if (rect.top() < 0 || rect.height() > view_.height()) {
      ScrollTo(scroll_ + rect.top());
    } else if (rect.bottom() >= view_.height()) {
      ScrollTo(scroll_ + rect.bottom() + 1 - view_.height());
    } else {
      return;
    }
  }
}

void TimelineEngine::ScrollToUnread() {
  if (!unread_row_) return ScrollToEnd();
  stick_ = false;
  anchor_ = {*unread_row_, view_.height() / 4};
  Settle();
  stick_ = max_scroll() - scroll_ <= kStickyDistance;
}

bool TimelineEngine::WantsHistory() const {
  return model_ != nullptr && model_->canFetchMore({}) && scroll_ < 2 * view_.height();
}

// Heights that turn from guesses into truth move what lies below, so it is repeated until nothing is new.
void TimelineEngine::Settle() {
  if (rows() == 0 || view_.isEmpty()) {
    scroll_ = 0;
    return;
  }
  do {
    scroll_ = stick_ ? max_scroll() : std::clamp(BodyTop(anchor_.row) - anchor_.offset, 0, max_scroll());
  } while (LayOutView());
  stick_ = stick_ || scroll_ == max_scroll();
  TakeAnchor();
}

bool TimelineEngine::LayOutView() {
  const int first = heights_.RowAt(scroll_);
  const int last = heights_.RowAt(std::min(heights_.total(), scroll_ + view_.height()));
  bool any = false;
  for (int row = first; row <= last; ++row) {
    if (heights_.Exact(row) || model_->At(row).absent()) continue;
    heights_.Set(row, Measure(row));
    any = true;
  }
  return any;
}

void TimelineEngine::TakeAnchor() {
  if (rows() == 0) return;
  int row = heights_.RowAt(scroll_);
  // A message that begins in view is the better hold: what changes above its top is out of sight.
  if (BodyTop(row) < scroll_ && row + 1 < rows() && BodyTop(row + 1) < scroll_ + view_.height()) ++row;
  anchor_ = {row, BodyTop(row) - scroll_};
}

RowPlan TimelineEngine::Plan(int row) const { return PlanRow(*model_, row, unread_row_, zone_); }

int TimelineEngine::Above(const RowPlan& plan) const {
  int height = plan.header ? timeline::kGroupGap : 0;
  if (plan.beginning) height += timeline::BeginningHeight(theme_);
  if (plan.day) height += timeline::DayHeight(theme_);
  if (plan.unread) height += timeline::UnreadHeight(theme_);
  return height;
}

int TimelineEngine::BodyHeight(const RowPlan& plan, const Message& message, int text) const {
  if (message.kind == MessageKind::kEvent) return timeline::EventHeight(theme_);
  const int pad = plan.header ? timeline::kHeaderPad : timeline::kRowPad;
  int height = 2 * pad + text;
  if (plan.header) height += timeline::NameHeight(theme_);
  if (message.state == SendState::kFailed) height += timeline::FailureHeight(theme_);
  return height;
}

int TimelineEngine::Guess(int row) const {
  const Message& message = model_->At(row);
  // Days are left out: to find one out costs more than a guess is worth.
  const RowPlan plan{.header = StartsGroup(*model_, row)};
  // The letters of Inter are half as wide as high, on average.
  const int columns = std::max(1, timeline::TextWidth(theme_, view_.width()) / theme_.Scaled(8));
  int lines = message.absent() ? 1 + message.length / columns : 0;
  for (const Block& block : message.document->blocks) {
    lines += 1 + static_cast<int>(block.text.size()) / columns + static_cast<int>(block.text.count(u'\n'));
  }
  return Above(plan) + BodyHeight(plan, message, std::max(1, lines) * theme_.LineHeight(TextKind::kBody));
}

int TimelineEngine::Measure(int row) {
  const Message& message = model_->At(row);
  const RowPlan plan = Plan(row);
  const int text = message.kind == MessageKind::kText ? LayoutOf(row).height() : 0;
  return Above(plan) + BodyHeight(plan, message, text);
}

const MessageLayout& TimelineEngine::LayoutOf(int row) {
  const Message& message = model_->At(row);
  const MessageKey key = KeyOf(message);
  if (const MessageLayout* kept = cache_.Find(key)) return *kept;
  const int width = timeline::TextWidth(theme_, view_.width());
  return cache_.Put(key, std::make_unique<MessageLayout>(message, theme_, width));
}

int TimelineEngine::RowAt(int y) const { return rows() == 0 ? -1 : heights_.RowAt(y + scroll_ - Shift()); }

int TimelineEngine::RowTop(int row) const { return heights_.Top(row) - scroll_ + Shift(); }

QRect TimelineEngine::RowRect(int row) const { return {0, RowTop(row), view_.width(), heights_.Height(row)}; }

QRect TimelineEngine::BodyRect(int row) const { return RowRect(row).adjusted(0, Above(Plan(row)), 0, 0); }

QPoint TimelineEngine::TextOrigin(int row) const {
  const RowPlan plan = Plan(row);
  const int top = plan.header ? timeline::kHeaderPad + timeline::NameHeight(theme_) : timeline::kRowPad;
  return {timeline::kTextLeft, RowTop(row) + Above(plan) + top};
}

TextPlace TimelineEngine::PlaceAt(const QPoint& point) {
  if (rows() == 0) return {};
  const int row = RowAt(point.y());
  const QPoint inner = point - TextOrigin(row);
  if (inner.y() < 0) return {row, 0};
  if (model_->At(row).kind == MessageKind::kText) return {row, LayoutOf(row).HitAt(inner).offset};
  const auto length = static_cast<int>(model_->At(row).document->PlainText().size());
  return {row, inner.x() < view_.width() / 2 ? 0 : length};
}

void TimelineEngine::SelectWordAt(const TextPlace& place) {
  const QString text = model_->At(place.row).document->PlainText();
  QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text);
  finder.setPosition(place.offset);
  const qsizetype start = finder.isAtBoundary() && (finder.boundaryReasons() & QTextBoundaryFinder::StartOfItem)
                              ? place.offset
                              : std::max<qsizetype>(0, finder.toPreviousBoundary());
  finder.setPosition(start);
  const qsizetype end = finder.toNextBoundary();
  selection_.Start({place.row, static_cast<int>(start)});
  selection_.ExtendTo({place.row, static_cast<int>(end < 0 ? text.size() : end)});
}

void TimelineEngine::SelectAll() {
  if (rows() == 0) return;
  selection_.Start({0, 0});
  const auto length = static_cast<int>(model_->At(rows() - 1).document->PlainText().size());
  selection_.ExtendTo({rows() - 1, length});
}

QString TimelineEngine::SelectedText() const { return model_ == nullptr ? QString() : selection_.Text(*model_, zone_); }

}  // namespace conclave::desktop
