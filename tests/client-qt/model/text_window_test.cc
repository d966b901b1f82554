#include "client-qt/model/text_window.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <random>

namespace conclave::desktop {
namespace {

// Which rows have a text, kept as the window says.
struct Rows {
  TextWindow window;
  std::deque<bool> texts;

  void LetGo(const std::vector<RowRange>& leaving) {
    for (const RowRange& rows : leaving) {
      for (int row = rows.begin; row < rows.end; ++row) texts[static_cast<std::size_t>(row)] = false;
    }
  }
  void Append(int count) {
    texts.insert(texts.end(), static_cast<std::size_t>(count), true);
    LetGo(window.Append(count));
  }
  void Prepend(int count, bool with_texts) {
    texts.insert(texts.begin(), static_cast<std::size_t>(count), with_texts);
    LetGo(window.Prepend(count));
  }
  void LookAt(int begin, int end) {
    LetGo(window.LookAt({begin, end}));
    ASSERT_LE(window.around().size(), 2 * (2 * TextWindow::kReach + 40));
    for (int row = window.around().begin; row < window.around().end; ++row) texts[static_cast<std::size_t>(row)] = true;
  }
  [[nodiscard]] int Count() const { return static_cast<int>(std::count(texts.begin(), texts.end(), true)); }
};

TEST(TextWindowTest, WithoutAnyoneLookingOnlyTheNewestStay) {
  Rows rows;
  for (int i = 0; i < 1000; ++i) rows.Append(1);
  EXPECT_GE(rows.Count(), TextWindow::kTail);
  EXPECT_LE(rows.Count(), 2 * TextWindow::kTail);
  EXPECT_TRUE(rows.texts.back());
}

TEST(TextWindowTest, AroundWhatIsLookedAtTextsAreWanted) {
  Rows rows;
  rows.Prepend(5000, false);
  rows.LookAt(2000, 2030);
  EXPECT_EQ(rows.window.around(), (RowRange{2000 - TextWindow::kReach, 2030 + TextWindow::kReach}));
  rows.LookAt(2000 + TextWindow::kReach / 2, 2030 + TextWindow::kReach / 2);
  EXPECT_EQ(rows.window.around().begin, 2000 - TextWindow::kReach) << "a short way changes nothing";
  rows.LookAt(2001 + TextWindow::kReach / 2, 2031 + TextWindow::kReach / 2);
  EXPECT_EQ(rows.window.around().begin, 2001 - TextWindow::kReach / 2);
  rows.LookAt(0, -1);
  EXPECT_TRUE(rows.window.around().empty());
}

TEST(TextWindowTest, WhoReadsEverythingKeepsEverything) {
  Rows rows;
  rows.Prepend(500, true);
  rows.window.KeepAll();
  rows.Prepend(500, true);
  for (int i = 0; i < 500; ++i) rows.Append(1);
  rows.window.LookAt({3, 9});
  EXPECT_EQ(rows.window.around(), (RowRange{0, 1500}));
  EXPECT_TRUE(rows.window.Keeps(0));
}

class TextWindowPropertyTest : public ::testing::TestWithParam<unsigned> {};

TEST_P(TextWindowPropertyTest, NoRowOutsideHasATextAndThereAreNeverMany) {
  std::mt19937 random(GetParam());
  Rows rows;
  for (int step = 0; step < 400; ++step) {
    const auto pick = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
    switch (pick(4)) {
      case 0:
        rows.Append(1 + pick(60));
        break;
      case 1:
        rows.Prepend(1 + pick(300), pick(2) == 0);
        break;
      case 2: {
        const int begin = pick(rows.window.rows() + 1);
        rows.LookAt(begin, std::min(rows.window.rows(), begin + pick(40)));
        break;
      }
      default:
        // At the end, as somebody who follows the talk.
        rows.LookAt(std::max(0, rows.window.rows() - 20), rows.window.rows());
    }
    ASSERT_EQ(rows.window.rows(), static_cast<int>(rows.texts.size()));
    for (int row = 0; row < rows.window.rows(); ++row) {
      ASSERT_TRUE(rows.window.Keeps(row) || !rows.texts[static_cast<std::size_t>(row)])
          << "step " << step << " row " << row;
      ASSERT_TRUE(!rows.window.view().contains(row) || rows.window.Keeps(row));
      ASSERT_TRUE(row < rows.window.rows() - TextWindow::kTail || rows.window.Keeps(row));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, TextWindowPropertyTest, ::testing::Range(1u, 11u));

}  // namespace
}  // namespace conclave::desktop
