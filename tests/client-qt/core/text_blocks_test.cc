#include "client-qt/core/text_blocks.h"

#include <gmock/gmock.h>

namespace conclave::desktop {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

TEST(TextBlocksTest, AFenceThatIsNotClosedReachesToTheEnd) {
  const auto blocks = SplitBlocks("```\na\n\nb");
  ASSERT_THAT(blocks, SizeIs(1));
  EXPECT_EQ(blocks[0].kind, BlockKind::kCode);
  EXPECT_THAT(blocks[0].lines, ElementsAre("a", "", "b"));
}

TEST(TextBlocksTest, AFenceIsClosedOnlyByOneOfItsKindAndAtLeastItsLength) {
  const auto blocks = SplitBlocks("````\n```\n~~~~\n````\nafter");
  ASSERT_THAT(blocks, SizeIs(2));
  EXPECT_THAT(blocks[0].lines, ElementsAre("```", "~~~~"));
  EXPECT_THAT(blocks[1].lines, ElementsAre("after"));
}

TEST(TextBlocksTest, CodeWithinALineIsNoFence) { EXPECT_EQ(SplitBlocks("```a``` b")[0].kind, BlockKind::kParagraph); }

TEST(TextBlocksTest, AnIndentedLineWithinAParagraphIsNoCode) {
  const auto blocks = SplitBlocks("a\n    b");
  ASSERT_THAT(blocks, SizeIs(1));
  EXPECT_THAT(blocks[0].lines, ElementsAre("a", "    b"));
}

TEST(TextBlocksTest, EmptyLinesAtTheEndOfIndentedCodeBelongToNobody) {
  const auto blocks = SplitBlocks("\tcode\n\n\n");
  ASSERT_THAT(blocks, SizeIs(1));
  EXPECT_THAT(blocks[0].lines, ElementsAre("code"));
}

TEST(TextBlocksTest, NothingIsNoBlock) { EXPECT_THAT(SplitBlocks("\n \n"), SizeIs(0)); }

}  // namespace
}  // namespace conclave::desktop
