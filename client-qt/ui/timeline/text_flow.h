#ifndef CONCLAVE_CLIENT_QT_UI_TIMELINE_TEXT_FLOW_H_
#define CONCLAVE_CLIENT_QT_UI_TIMELINE_TEXT_FLOW_H_

#include <QColor>
#include <QPointF>
#include <QTextLayout>
#include <vector>

#include "client-qt/core/document.h"
#include "client-qt/ui/theme/emoji.h"

class QPainter;

namespace conclave::desktop {

class Theme;

// How a block of text is set.
struct FlowStyle {
  // In pixels; lines break there.
  int width = 0;
  QColor colour;
  // Nothing but a few emoji: shown large.
  bool large = false;
};

// A piece of a text, in UTF-16 units; empty when both are equal.
struct TextRange {
  int start = 0;
  int end = 0;

  [[nodiscard]] bool empty() const { return start >= end; }
};

// One block of a message, laid out in lines. Colours are those of the theme when it was made. Confined to one thread.
class TextFlow {
 public:
  TextFlow(const Block& block, const Theme& theme, const FlowStyle& style);

  [[nodiscard]] int height() const { return height_; }
  [[nodiscard]] int length() const { return static_cast<int>(block_.text.size()); }
  // Where the last line's text ends, and that line's middle.
  [[nodiscard]] QPointF LastLineEnd() const;
  // The width that the longest line takes.
  [[nodiscard]] int NaturalWidth() const;

  void Paint(QPainter& painter, const QPointF& origin, const TextRange& selected) const;

  // The place between characters next to the point, which is relative to the origin.
  [[nodiscard]] int OffsetAt(const QPointF& point) const;
  // The character under the point; -1 when there is none.
  [[nodiscard]] int CharacterAt(const QPointF& point) const;
  // Empty when the character belongs to none.
  [[nodiscard]] QString LinkAt(int character) const;

 private:
  struct Line {
    int top = 0;
    int height = 0;
  };

  void BreakLines(const Theme& theme, const FlowStyle& style);
  [[nodiscard]] QList<QTextLayout::FormatRange> Formats(const Theme& theme, const FlowStyle& style) const;
  [[nodiscard]] int LineAt(double y) const;
  // Calls `visit` with the rectangle that the range covers in each line.
  template <typename Visit>
  void ForEachPiece(const TextRange& range, Visit visit) const;

  const Block block_;
  const std::vector<EmojiRun> emoji_;
  const QColor colour_;
  const QColor code_ground_;
  const QColor selection_;
  const QColor keycap_;
  QTextLayout layout_;
  std::vector<Line> lines_;
  int height_ = 0;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_TIMELINE_TEXT_FLOW_H_
