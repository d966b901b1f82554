#ifndef CONCLAVE_CLIENT_QT_UI_THEME_EMOJI_H_
#define CONCLAVE_CLIENT_QT_UI_THEME_EMOJI_H_

#include <QColor>
#include <QFont>
#include <QRectF>
#include <QString>
#include <QTextLayout>
#include <vector>

class QPainter;

namespace conclave::desktop {

// An emoji within a text, in UTF-16 units: one grapheme cluster.
struct EmojiRun {
  int start = 0;
  int length = 0;
  // A digit, # or * in a box, which the font cannot draw and we do.
  bool keycap = false;

  bool operator==(const EmojiRun&) const = default;
};

// All emoji of a text that have to be drawn in colour, ascending.
std::vector<EmojiRun> FindEmoji(const QString& text);

// How many emoji the text consists of, blanks aside; 0 when it has anything else.
int CountIfOnlyEmoji(const QString& text);

// What makes a QTextLayout show those emoji right. `pixels`: the size of the text around.
std::vector<QTextLayout::FormatRange> EmojiFormats(const std::vector<EmojiRun>& runs, int pixels);

// Draws a keycap where a layout with those formats left room for it.
void PaintKeycap(QPainter& painter, const QRectF& place, QChar character, const QFont& font, const QColor& ground);

// The text to lay out: of the same length, keycaps without the marks that would be drawn as boxes.
QString WithoutKeycapMarks(QString text, const std::vector<EmojiRun>& runs);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_THEME_EMOJI_H_
