#include "client-qt/ui/timeline/message_layout.h"

#include <QPainter>
#include <algorithm>
#include <utility>

#include "client-qt/ui/theme/theme.h"
#include "client-qt/ui/timeline/timeline_metrics.h"

namespace conclave::desktop {
namespace {

constexpr int kMostLargeEmoji = 3;

bool IsLarge(const Document& document) {
  if (document.blocks.size() != 1 || document.blocks.front().kind != BlockKind::kParagraph) return false;
  const int emoji = CountIfOnlyEmoji(document.blocks.front().text);
  return emoji > 0 && emoji <= kMostLargeEmoji;
}

}  // namespace

MessageLayout::MessageLayout(const Message& message, const Theme& theme, int width) : theme_(theme), width_(width) {
  const Tokens& tokens = theme.tokens();
  FlowStyle style{.width = width, .colour = tokens.text, .large = IsLarge(*message.document)};
  if (message.state == SendState::kQueued) style.colour = tokens.text2;
  for (const Block& block : message.document->blocks) AddBlock(block, style);
  if (pieces_.empty()) AddBlock(Block{}, style);
}

void MessageLayout::AddBlock(const Block& block, const FlowStyle& style) {
  Piece piece;
  piece.code = block.kind == BlockKind::kCode;
  if (!pieces_.empty()) {
    height_ += timeline::kBlockGap;
    ++length_;
  }
  FlowStyle inner = style;
  if (piece.code) inner.width -= 2 * timeline::kCodePadX;
  piece.flow = std::make_unique<TextFlow>(block, theme_, inner);
  piece.top = height_;
  piece.text = QPoint(0, height_);
  piece.height = piece.flow->height();
  if (piece.code) {
    piece.text += QPoint(timeline::kCodePadX, timeline::kCodePadY);
    piece.height += 2 * timeline::kCodePadY;
  }
  piece.first_offset = length_;
  height_ += piece.height;
  length_ += piece.flow->length();
  pieces_.push_back(std::move(piece));
}

QPoint MessageLayout::End() const {
  const Piece& last = pieces_.back();
  if (last.code) return {width_, last.top + last.height / 2};
  return last.text + last.flow->LastLineEnd().toPoint();
}

void MessageLayout::Paint(QPainter& painter, const QPoint& origin, const TextRange& selected) const {
  const Tokens& tokens = theme_.tokens();
  for (const Piece& piece : pieces_) {
    if (piece.code) {
      painter.save();
      painter.setRenderHint(QPainter::Antialiasing);
      painter.setBrush(tokens.code_bg);
      painter.setPen(tokens.border);
      const QRectF box(origin.x() + 0.5, origin.y() + piece.top + 0.5, width_ - 1, piece.height - 1);
      painter.drawRoundedRect(box, 8, 8);
      painter.restore();
    }
    const int first = piece.first_offset;
    const TextRange range{std::max(0, selected.start - first), std::min(piece.flow->length(), selected.end - first)};
    piece.flow->Paint(painter, origin + piece.text, range);
  }
}

TextHit MessageLayout::HitAt(const QPoint& point) const {
  const auto below = std::find_if(pieces_.begin(), pieces_.end(),
                                  [&](const Piece& piece) { return point.y() < piece.top + piece.height; });
  if (below == pieces_.end()) return {.offset = length_};
  const QPointF inner = point - below->text;
  TextHit hit{.offset = point.y() < 0 ? 0 : below->first_offset + below->flow->OffsetAt(inner)};
  const int character = below->flow->CharacterAt(inner);
  hit.on_text = character >= 0;
  if (hit.on_text) hit.link = below->flow->LinkAt(character);
  return hit;
}

}  // namespace conclave::desktop
