#include "client-qt/ui/timeline/text_flow.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "client-qt/ui/theme/theme.h"

namespace conclave::desktop {
namespace {

constexpr int kLargeEmoji = 32;

QTextCharFormat FormatOf(const Span& span, const Theme& theme) {
  QTextCharFormat format;
  if (span.bold) format.setFontWeight(QFont::DemiBold);
  if (span.italic) format.setFontItalic(true);
  if (span.code) {
    const QFont code = theme.Font(TextKind::kCode);
    format.setFontFamilies(code.families());
    format.setProperty(QTextFormat::FontPixelSize, code.pixelSize());
  }
  if (!span.link.isEmpty()) {
    format.setForeground(theme.tokens().link);
    format.setFontUnderline(true);
  }
  return format;
}

QString Displayed(const Block& block, const std::vector<EmojiRun>& emoji) {
  QString text = WithoutKeycapMarks(block.text, emoji);
  return text.replace(u'\n', QChar(QChar::LineSeparator));
}

}  // namespace

TextFlow::TextFlow(const Block& block, const Theme& theme, const FlowStyle& style)
    : block_(block),
      emoji_(FindEmoji(block.text)),
      colour_(style.colour),
      code_ground_(theme.tokens().code_bg),
      selection_(theme.tokens().text_selection),
      keycap_(theme.tokens().keycap) {
  QFont font = theme.Font(block.kind == BlockKind::kCode ? TextKind::kCode : TextKind::kBody);
  if (style.large) font.setPixelSize(theme.Scaled(kLargeEmoji));
  layout_.setFont(font);
  layout_.setText(Displayed(block_, emoji_));
  layout_.setFormats(Formats(theme, style));
  layout_.setCacheEnabled(true);
  BreakLines(theme, style);
}

QList<QTextLayout::FormatRange> TextFlow::Formats(const Theme& theme, const FlowStyle& style) const {
  QList<QTextLayout::FormatRange> formats;
  for (const Span& span : block_.spans) formats.push_back({span.start, span.length, FormatOf(span, theme)});
  const int pixels = style.large ? theme.Scaled(kLargeEmoji) : layout_.font().pixelSize();
  for (const QTextLayout::FormatRange& format : EmojiFormats(emoji_, pixels)) formats.push_back(format);
  return formats;
}

void TextFlow::BreakLines(const Theme& theme, const FlowStyle& style) {
  QTextOption option;
  option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  option.setTextDirection(Qt::LayoutDirectionAuto);
  option.setTabStopDistance(4 * QFontMetricsF(layout_.font()).horizontalAdvance(u' '));
  layout_.setTextOption(option);
  const QFontMetricsF metrics(layout_.font());
  const int usual = style.large ? theme.Scaled(kLargeEmoji + 12)
                                : theme.LineHeight(block_.kind == BlockKind::kCode ? TextKind::kCode : TextKind::kBody);
  const double base = (usual - metrics.height()) / 2 + metrics.ascent();
  layout_.beginLayout();
  for (QTextLine line = layout_.createLine(); line.isValid(); line = layout_.createLine()) {
    line.setLineWidth(style.width);
    // Scripts and emoji that are higher than the font get a higher line, the rest keeps the grid.
    const double above = std::max(base, line.ascent());
    const double below = std::max(usual - base, line.descent());
    const int line_height = above + below > usual + 4 ? static_cast<int>(std::ceil(above + below)) : usual;
    const double shift = line_height == usual ? base : above;
    line.setPosition(QPointF(0, height_ + shift - line.ascent()));
    lines_.push_back({height_, line_height});
    height_ += line_height;
  }
  layout_.endLayout();
}

QPointF TextFlow::LastLineEnd() const {
  const int last = layout_.lineCount() - 1;
  const Line& box = lines_[static_cast<std::size_t>(last)];
  const QTextLine line = layout_.lineAt(last);
  return {line.naturalTextRect().right(), box.top + box.height / 2.0};
}

int TextFlow::NaturalWidth() const {
  double width = 0;
  for (int i = 0; i < layout_.lineCount(); ++i) width = std::max(width, layout_.lineAt(i).naturalTextWidth());
  return static_cast<int>(std::ceil(width));
}

template <typename Visit>
void TextFlow::ForEachPiece(const TextRange& range, Visit visit) const {
  for (int i = 0; i < layout_.lineCount(); ++i) {
    const QTextLine line = layout_.lineAt(i);
    const int start = std::max(range.start, line.textStart());
    const int end = std::min(range.end, line.textStart() + line.textLength());
    if (start >= end) continue;
    const double from = line.cursorToX(start);
    const double to = line.cursorToX(end);
    const Line& box = lines_[static_cast<std::size_t>(i)];
    visit(QRectF(QPointF(std::min(from, to), box.top), QSizeF(std::abs(to - from), box.height)));
  }
}

void TextFlow::Paint(QPainter& painter, const QPointF& origin, const TextRange& selected) const {
  painter.save();
  painter.translate(origin);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  for (const Span& span : block_.spans) {
    if (!span.code || block_.kind == BlockKind::kCode) continue;
    painter.setBrush(code_ground_);
    ForEachPiece({span.start, span.start + span.length},
                 [&](const QRectF& piece) { painter.drawRoundedRect(piece.adjusted(-3, 2, 3, -2), 4, 4); });
  }
  ForEachPiece(selected, [&](const QRectF& piece) { painter.fillRect(piece.toAlignedRect(), selection_); });
  for (const EmojiRun& run : emoji_) {
    if (!run.keycap) continue;
    ForEachPiece({run.start, run.start + 1}, [&](const QRectF& piece) {
      PaintKeycap(painter, piece, block_.text[run.start], layout_.font(), keycap_);
    });
  }
  painter.setPen(colour_);
  layout_.draw(&painter, QPointF());
  painter.restore();
}

int TextFlow::LineAt(double y) const {
  const auto below =
      std::find_if(lines_.begin(), lines_.end(), [&](const Line& line) { return y < line.top + line.height; });
  if (below == lines_.end()) return static_cast<int>(lines_.size()) - 1;
  return static_cast<int>(below - lines_.begin());
}

int TextFlow::OffsetAt(const QPointF& point) const {
  return layout_.lineAt(LineAt(point.y())).xToCursor(point.x(), QTextLine::CursorBetweenCharacters);
}

int TextFlow::CharacterAt(const QPointF& point) const {
  if (point.y() < 0 || point.y() >= height_) return -1;
  const QTextLine line = layout_.lineAt(LineAt(point.y()));
  if (point.x() < line.naturalTextRect().left() || point.x() > line.naturalTextRect().right()) return -1;
  return line.xToCursor(point.x(), QTextLine::CursorOnCharacter);
}

QString TextFlow::LinkAt(int character) const {
  for (const Span& span : block_.spans) {
    if (character >= span.start && character < span.start + span.length) return span.link;
  }
  return {};
}

}  // namespace conclave::desktop
