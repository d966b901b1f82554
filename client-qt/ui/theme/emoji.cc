#include "client-qt/ui/theme/emoji.h"

#include <QPainter>
#include <QTextBoundaryFinder>
#include <QTextCharFormat>
#include <algorithm>
#include <array>
#include <utility>

#include "client-qt/ui/theme/fonts.h"

namespace conclave::desktop {
namespace {

constexpr char16_t kColourMark = 0xFE0F;
constexpr char16_t kKeycapMark = 0x20E3;
constexpr char16_t kWordJoiner = 0x2060;

// The characters below U+10000 that are in colour without a mark (Emoji_Presentation of Unicode 15).
constexpr std::array<std::pair<char32_t, char32_t>, 36> kColoured{{
    {0x231A, 0x231B}, {0x23E9, 0x23EC}, {0x23F0, 0x23F0}, {0x23F3, 0x23F3},   {0x25FD, 0x25FE},   {0x2614, 0x2615},
    {0x2648, 0x2653}, {0x267F, 0x267F}, {0x2693, 0x2693}, {0x26A1, 0x26A1},   {0x26AA, 0x26AB},   {0x26BD, 0x26BE},
    {0x26C4, 0x26C5}, {0x26CE, 0x26CE}, {0x26D4, 0x26D4}, {0x26EA, 0x26EA},   {0x26F2, 0x26F3},   {0x26F5, 0x26F5},
    {0x26FA, 0x26FA}, {0x26FD, 0x26FD}, {0x2705, 0x2705}, {0x270A, 0x270B},   {0x2728, 0x2728},   {0x274C, 0x274C},
    {0x274E, 0x274E}, {0x2753, 0x2755}, {0x2757, 0x2757}, {0x2795, 0x2797},   {0x27B0, 0x27B0},   {0x27BF, 0x27BF},
    {0x2B1B, 0x2B1C}, {0x2B50, 0x2B50}, {0x2B55, 0x2B55}, {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF}, {0x1F18E, 0x1FAFF},
}};

bool IsColoured(char32_t character) {
  return std::any_of(kColoured.begin(), kColoured.end(),
                     [&](const auto& range) { return character >= range.first && character <= range.second; });
}

char32_t FirstOf(QStringView cluster) {
  const QChar high = cluster.front();
  if (cluster.size() > 1 && high.isHighSurrogate()) return QChar::surrogateToUcs4(high, cluster[1]);
  return high.unicode();
}

bool IsFlagLetter(QStringView cluster) {
  const char32_t first = FirstOf(cluster);
  return first >= 0x1F1E6 && first <= 0x1F1FF;
}

// Most texts have nothing from here on, and are done after one look.
bool MayHaveEmoji(const QString& text) {
  return std::any_of(text.begin(), text.end(), [](QChar c) { return c.unicode() >= 0x203C; });
}

}  // namespace

std::vector<EmojiRun> FindEmoji(const QString& text) {
  std::vector<EmojiRun> runs;
  if (!MayHaveEmoji(text)) return runs;
  QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
  for (qsizetype start = 0, end = finder.toNextBoundary(); end > start; start = end, end = finder.toNextBoundary()) {
    const QStringView cluster = QStringView(text).mid(start, end - start);
    // Qt 6.4 takes the two letters of a flag for two clusters.
    if (IsFlagLetter(cluster) && !runs.empty() && runs.back().length == 2 && runs.back().start + 2 == start &&
        IsFlagLetter(QStringView(text).mid(runs.back().start, 2))) {
      runs.back().length = 4;
      continue;
    }
    const bool keycap = cluster.back().unicode() == kKeycapMark;
    if (keycap || cluster.contains(QChar(kColourMark)) || IsColoured(FirstOf(cluster))) {
      runs.push_back({static_cast<int>(start), static_cast<int>(end - start), keycap});
    }
  }
  return runs;
}

int CountIfOnlyEmoji(const QString& text) {
  const std::vector<EmojiRun> runs = FindEmoji(text);
  qsizetype covered = 0;
  for (const EmojiRun& run : runs) covered += run.length;
  const auto blanks = std::count_if(text.begin(), text.end(), [](QChar c) { return c.isSpace(); });
  return covered + blanks == text.size() ? static_cast<int>(runs.size()) : 0;
}

std::vector<QTextLayout::FormatRange> EmojiFormats(const std::vector<EmojiRun>& runs, int pixels) {
  std::vector<QTextLayout::FormatRange> formats;
  for (const EmojiRun& run : runs) {
    QTextCharFormat format;
    if (run.keycap) {
      // Only makes room: box and character are drawn by PaintKeycap.
      format.setForeground(Qt::transparent);
      format.setFontLetterSpacingType(QFont::AbsoluteSpacing);
      format.setFontLetterSpacing(pixels * 0.6);
    } else {
      format.setFontFamilies({EmojiFamily()});
      format.setProperty(QTextFormat::FontPixelSize, pixels * 23 / 20);
      format.setFontWeight(QFont::Normal);
      format.setFontItalic(false);
    }
    formats.push_back({run.start, run.keycap ? 1 : run.length, format});
  }
  return formats;
}

void PaintKeycap(QPainter& painter, const QRectF& place, QChar character, const QFont& font, const QColor& ground) {
  const double side = font.pixelSize() * 1.15;
  QRectF box(0, 0, side, side);
  box.moveCenter(place.center());
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(ground);
  painter.drawRoundedRect(box, side / 5, side / 5);
  QFont bold(font);
  bold.setWeight(QFont::Bold);
  painter.setFont(bold);
  painter.setPen(Qt::white);
  painter.drawText(box, Qt::AlignCenter, QString(character));
  painter.restore();
}

QString WithoutKeycapMarks(QString text, const std::vector<EmojiRun>& runs) {
  for (const EmojiRun& run : runs) {
    for (int i = 1; run.keycap && i < run.length; ++i) text[run.start + i] = QChar(kWordJoiner);
  }
  return text;
}

}  // namespace conclave::desktop
