#include "client-qt/model/text_window.h"

namespace conclave::desktop {

std::vector<RowRange> TextWindow::Prepend(int count) {
  const bool touched = !around_.empty() && around_.begin == 0;
  rows_ += count;
  tail_ = std::min(tail_ + count, std::max(0, rows_ - kTail));
  for (RowRange* range : {&view_, &around_}) {
    if (range->empty()) continue;
    range->begin += count;
    range->end += count;
  }
  if (all_ || touched) around_.begin = 0;
  if (all_) around_.end = rows_;
  return Leaving({0, count});
}

std::vector<RowRange> TextWindow::Append(int count) {
  const bool touched = !around_.empty() && around_.end == rows_;
  rows_ += count;
  if (all_ || touched) around_.end = rows_;
  if (rows_ - tail_ <= 2 * kTail) return {};
  const RowRange old{tail_, rows_ - kTail};
  tail_ = old.end;
  return Leaving(old);
}

std::vector<RowRange> TextWindow::LookAt(const RowRange& view) {
  view_ = {std::clamp(view.begin, 0, rows_), std::clamp(view.end, 0, rows_)};
  if (all_) return {};
  const auto within = [&](int reach) {
    if (view_.empty()) return RowRange{};
    return RowRange{std::max(0, view_.begin - reach), std::min(rows_, view_.end + reach)};
  };
  // Moved only when what is near comes to an end, so that a step does not cost a change.
  const RowRange near = within(kReach / 2);
  const RowRange wanted = within(kReach);
  const bool near_is_there = !near.empty() && around_.begin <= near.begin && around_.end >= near.end;
  if (near_is_there && around_.size() <= 2 * wanted.size()) return {};
  const RowRange old = std::exchange(around_, wanted);
  return Leaving(old);
}

void TextWindow::KeepAll() {
  all_ = true;
  around_ = {0, rows_};
}

void TextWindow::Clear() {
  rows_ = tail_ = 0;
  view_ = around_ = {};
}

std::vector<RowRange> TextWindow::Leaving(const RowRange& rows) const {
  const int end = std::min(rows.end, tail_);
  std::vector<RowRange> leaving;
  for (const RowRange& piece : {RowRange{rows.begin, around_.empty() ? end : std::min(end, around_.begin)},
                                RowRange{around_.empty() ? end : std::max(rows.begin, around_.end), end}}) {
    if (!piece.empty()) leaving.push_back(piece);
  }
  return leaving;
}

}  // namespace conclave::desktop
