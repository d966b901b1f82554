#ifndef CONCLAVE_CLIENT_QT_CORE_TEXT_BLOCKS_H_
#define CONCLAVE_CLIENT_QT_CORE_TEXT_BLOCKS_H_

#include <string_view>
#include <vector>

#include "client-qt/core/document.h"

namespace conclave::desktop {

// The lines of one block of a message as it was typed: of a block of code without its fences and indentation.
struct TextBlock {
  BlockKind kind = BlockKind::kParagraph;
  std::vector<std::string_view> lines;
};

// Splits a message into what is code (fenced by ``` or ~~~, or indented by four columns after an empty line) and what
// is not. Empty lines within what is not code stay. Looks at each line once; the views are into `text`.
std::vector<TextBlock> SplitBlocks(std::string_view text);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_CORE_TEXT_BLOCKS_H_
