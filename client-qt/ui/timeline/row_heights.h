#ifndef CONCLAVE_CLIENT_QT_UI_TIMELINE_ROW_HEIGHTS_H_
#define CONCLAVE_CLIENT_QT_UI_TIMELINE_ROW_HEIGHTS_H_

#include <cstdint>
#include <vector>

namespace conclave::desktop {

// The heights of all rows, and from them where each row lies: a Fenwick tree, so that Top, RowAt, Set and adding at the
// end cost O(log n). Adding or removing elsewhere costs O(n). Rows are in pixels, from 0. Confined to one thread.
class RowHeights {
 public:
  [[nodiscard]] int count() const { return static_cast<int>(heights_.size()); }
  [[nodiscard]] int total() const { return total_; }
  [[nodiscard]] int Height(int row) const { return heights_[Index(row)]; }
  // False while the height is a guess.
  [[nodiscard]] bool Exact(int row) const { return exact_[Index(row)] != 0; }
  // Of a row, or of the end when `row` is the count.
  [[nodiscard]] int Top(int row) const;
  // The row that covers y, held within the rows; there is one at least.
  [[nodiscard]] int RowAt(int y) const;

  void Set(int row, int height);
  void MarkGuess(int row) { exact_[Index(row)] = 0; }
  void MarkAllGuesses();
  // Guesses for rows that come before `row`.
  void Insert(int row, const std::vector<int>& guesses);
  void Remove(int first, int last);
  void Clear();

 private:
  static std::size_t Index(int row) { return static_cast<std::size_t>(row); }
  void Append(int guess);
  void Rebuild();

  std::vector<int> heights_;
  std::vector<std::uint8_t> exact_;
  // tree_[i - 1] is the sum of the last (i & -i) heights before i.
  std::vector<int> tree_;
  int total_ = 0;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_TIMELINE_ROW_HEIGHTS_H_
