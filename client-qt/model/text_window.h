#ifndef CONCLAVE_CLIENT_QT_MODEL_TEXT_WINDOW_H_
#define CONCLAVE_CLIENT_QT_MODEL_TEXT_WINDOW_H_

#include <algorithm>
#include <utility>
#include <vector>

namespace conclave::desktop {

// Rows from `begin` up to, but without, `end`.
struct RowRange {
  int begin = 0;
  int end = 0;

  [[nodiscard]] bool empty() const { return begin >= end; }
  [[nodiscard]] int size() const { return std::max(0, end - begin); }
  [[nodiscard]] bool contains(int row) const { return row >= begin && row < end; }
  bool operator==(const RowRange&) const = default;
};

// Which rows of a long story have their texts in memory: those around what is looked at and the newest ones. Rows are
// those with numbers, from 0. Every change says which rows are to let go of their texts, so that no row outside of
// Keeps() has one. A value; knows nothing of texts.
class TextWindow {
 public:
  // So many rows above and below what is looked at.
  static constexpr int kReach = 280;
  // So many of the newest, and at most twice as many between two changes.
  static constexpr int kTail = 100;

  [[nodiscard]] int rows() const { return rows_; }
  [[nodiscard]] bool Keeps(int row) const { return around_.contains(row) || (row >= tail_ && row < rows_); }
  // The rows whose texts are wanted beside the newest.
  [[nodiscard]] const RowRange& around() const { return around_; }
  [[nodiscard]] const RowRange& view() const { return view_; }

  std::vector<RowRange> Prepend(int count);
  std::vector<RowRange> Append(int count);
  std::vector<RowRange> LookAt(const RowRange& view);
  // Nobody looks any more.
  std::vector<RowRange> LookAway() { return LookAt({}); }
  // From now on all rows are kept.
  void KeepAll();
  // All rows are gone.
  void Clear();

 private:
  // `rows` without those that are kept.
  [[nodiscard]] std::vector<RowRange> Leaving(const RowRange& rows) const;

  int rows_ = 0;
  // Where the newest begin.
  int tail_ = 0;
  RowRange view_;
  RowRange around_;
  bool all_ = false;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_MODEL_TEXT_WINDOW_H_
