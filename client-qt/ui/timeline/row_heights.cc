#include "client-qt/ui/timeline/row_heights.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace conclave::desktop {
namespace {

// The lowest bit set: how many rows the tree's node i covers.
int SpanOf(int i) { return i & -i; }

}  // namespace

int RowHeights::Top(int row) const {
  int sum = 0;
  for (int i = row; i > 0; i -= SpanOf(i)) sum += tree_[Index(i - 1)];
  return sum;
}

int RowHeights::RowAt(int y) const {
  int row = 0;
  int rest = y;
  for (int step = static_cast<int>(std::bit_floor(static_cast<unsigned>(count()))); step > 0; step /= 2) {
    const int next = row + step;
    if (next > count() || tree_[Index(next - 1)] > rest) continue;
    row = next;
    rest -= tree_[Index(next - 1)];
  }
  return std::clamp(row, 0, count() - 1);
}

void RowHeights::Set(int row, int height) {
  const int change = height - heights_[Index(row)];
  exact_[Index(row)] = 1;
  if (change == 0) return;
  heights_[Index(row)] = height;
  total_ += change;
  for (int i = row + 1; i <= count(); i += SpanOf(i)) tree_[Index(i - 1)] += change;
}

void RowHeights::MarkAllGuesses() { std::fill(exact_.begin(), exact_.end(), std::uint8_t{0}); }

void RowHeights::Insert(int row, const std::vector<int>& guesses) {
  if (row == count()) {
    for (const int guess : guesses) Append(guess);
    return;
  }
  heights_.insert(heights_.begin() + row, guesses.begin(), guesses.end());
  exact_.insert(exact_.begin() + row, guesses.size(), std::uint8_t{0});
  Rebuild();
}

void RowHeights::Append(int guess) {
  const int i = count() + 1;
  const int before = Top(i - 1) - Top(i - SpanOf(i));
  heights_.push_back(guess);
  exact_.push_back(0);
  tree_.push_back(before + guess);
  total_ += guess;
}

void RowHeights::Remove(int first, int last) {
  heights_.erase(heights_.begin() + first, heights_.begin() + last + 1);
  exact_.erase(exact_.begin() + first, exact_.begin() + last + 1);
  Rebuild();
}

void RowHeights::Clear() {
  heights_.clear();
  exact_.clear();
  Rebuild();
}

void RowHeights::Rebuild() {
  tree_ = heights_;
  total_ = std::accumulate(heights_.begin(), heights_.end(), 0);
  for (int i = 1; i <= count(); ++i) {
    const int parent = i + SpanOf(i);
    if (parent <= count()) tree_[Index(parent - 1)] += tree_[Index(i - 1)];
  }
}

}  // namespace conclave::desktop
