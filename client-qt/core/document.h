#ifndef CONCLAVE_CLIENT_QT_CORE_DOCUMENT_H_
#define CONCLAVE_CLIENT_QT_CORE_DOCUMENT_H_

#include <QString>
#include <memory>
#include <vector>

namespace conclave::desktop {

// A run of one look within a block's text.
struct Span {
  // In UTF-16 units of the block's text.
  int start = 0;
  int length = 0;
  bool bold = false;
  bool italic = false;
  bool code = false;
  // Of scheme http, https or mailto; empty: no link.
  QString link;

  bool operator==(const Span&) const = default;
};

enum class BlockKind { kParagraph, kCode };

// A paragraph, whose line feeds are line breaks, or a block of code.
struct Block {
  BlockKind kind = BlockKind::kParagraph;
  // What is shown: without marks.
  QString text;
  // Ascending, disjoint; what no span covers is plain. Emoji are the painter's matter.
  std::vector<Span> spans;

  bool operator==(const Block&) const = default;
};

// A message as it is shown. Made once, off the GUI's thread, and shared from then on. Immutable.
struct Document {
  std::vector<Block> blocks;

  // What is copied and read aloud: the blocks' texts, a line feed between them.
  [[nodiscard]] QString PlainText() const;
  bool operator==(const Document&) const = default;
};
using DocumentPtr = std::shared_ptr<const Document>;

// Stands for a document that is on disk and not in memory: shows nothing.
const DocumentPtr& AbsentDocument();

// A document of one plain paragraph.
DocumentPtr PlainDocument(const QString& text);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_CORE_DOCUMENT_H_
