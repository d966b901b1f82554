#ifndef CONCLAVE_CLIENT_QT_UI_TIMELINE_MESSAGE_LAYOUT_H_
#define CONCLAVE_CLIENT_QT_UI_TIMELINE_MESSAGE_LAYOUT_H_

#include <QPoint>
#include <QString>
#include <memory>
#include <vector>

#include "client-qt/core/message.h"
#include "client-qt/ui/timeline/text_flow.h"

class QPainter;

namespace conclave::desktop {

class Theme;

// What lies under a point of a message's text.
struct TextHit {
  // Between characters, in the plain text.
  int offset = 0;
  // A character is under the point itself.
  bool on_text = false;
  QString link;
};

// A message's blocks laid out below each other in a column; points are relative to its top left corner. Offsets count
// in Document::PlainText(). Made for one width and theme. Confined to one thread.
class MessageLayout {
 public:
  MessageLayout(const Message& message, const Theme& theme, int width);

  [[nodiscard]] int height() const { return height_; }
  [[nodiscard]] int length() const { return length_; }
  // Where the last line ends: right end, vertical middle.
  [[nodiscard]] QPoint End() const;

  void Paint(QPainter& painter, const QPoint& origin, const TextRange& selected) const;
  [[nodiscard]] TextHit HitAt(const QPoint& point) const;

 private:
  struct Piece {
    std::unique_ptr<TextFlow> flow;
    bool code = false;
    // Of the whole block, and of the text in it.
    int top = 0;
    int height = 0;
    QPoint text;
    int first_offset = 0;
  };

  void AddBlock(const Block& block, const FlowStyle& style);

  const Theme& theme_;
  const int width_;
  std::vector<Piece> pieces_;
  int height_ = 0;
  int length_ = 0;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_TIMELINE_MESSAGE_LAYOUT_H_
