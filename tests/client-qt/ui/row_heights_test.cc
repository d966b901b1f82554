#include "client-qt/ui/timeline/row_heights.h"

#include <gtest/gtest.h>

#include <random>

namespace conclave::desktop {
namespace {

// The same by adding up.
class Naive {
 public:
  std::vector<int> heights;

  [[nodiscard]] int Top(int row) const {
    int sum = 0;
    for (int i = 0; i < row; ++i) sum += heights[static_cast<std::size_t>(i)];
    return sum;
  }
  [[nodiscard]] int RowAt(int y) const {
    for (int row = 0; row < static_cast<int>(heights.size()); ++row) {
      if (y < Top(row + 1)) return row;
    }
    return static_cast<int>(heights.size()) - 1;
  }
};

void ExpectSame(const RowHeights& tree, const Naive& naive) {
  ASSERT_EQ(tree.count(), static_cast<int>(naive.heights.size()));
  ASSERT_EQ(tree.total(), naive.Top(tree.count()));
  for (int row = 0; row < tree.count(); ++row) {
    ASSERT_EQ(tree.Top(row), naive.Top(row)) << row;
    ASSERT_EQ(tree.RowAt(tree.Top(row)), naive.RowAt(naive.Top(row))) << row;
  }
  if (tree.count() > 0) {
    ASSERT_EQ(tree.RowAt(tree.total() + 7), tree.count() - 1);
  }
}

TEST(RowHeightsTest, EqualsAddingUp) {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    RowHeights tree;
    Naive naive;
    for (int step = 0; step < 120; ++step) {
      const int count = tree.count();
      const auto pick = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
      switch (count == 0 ? 0 : pick(3)) {
        case 0: {
          const int row = pick(2) == 0 ? count : pick(count + 1);
          const std::vector<int> guesses(static_cast<std::size_t>(1 + pick(4)), 1 + pick(90));
          tree.Insert(row, guesses);
          naive.heights.insert(naive.heights.begin() + row, guesses.begin(), guesses.end());
          break;
        }
        case 1: {
          const int row = pick(count);
          const int height = 1 + pick(200);
          tree.Set(row, height);
          naive.heights[static_cast<std::size_t>(row)] = height;
          EXPECT_TRUE(tree.Exact(row));
          break;
        }
        default: {
          const int first = pick(count);
          const int last = std::min(count - 1, first + pick(2));
          tree.Remove(first, last);
          naive.heights.erase(naive.heights.begin() + first, naive.heights.begin() + last + 1);
        }
      }
      ExpectSame(tree, naive);
    }
  }
}

}  // namespace
}  // namespace conclave::desktop
