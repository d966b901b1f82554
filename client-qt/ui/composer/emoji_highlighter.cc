#include "client-qt/ui/composer/emoji_highlighter.h"

#include "client-qt/ui/theme/emoji.h"
#include "client-qt/ui/theme/fonts.h"
#include "client-qt/ui/theme/theme.h"

namespace conclave::desktop {

EmojiHighlighter::EmojiHighlighter(const Theme& theme, QTextDocument* document)
    : QSyntaxHighlighter(document), theme_(theme) {}

void EmojiHighlighter::highlightBlock(const QString& text) {
  for (const EmojiRun& run : FindEmoji(text)) {
    if (run.keycap) continue;
    QTextCharFormat format;
    format.setFontFamilies({EmojiFamily()});
    format.setProperty(QTextFormat::FontPixelSize, theme_.Font(TextKind::kBody).pixelSize() * 23 / 20);
    setFormat(run.start, run.length, format);
  }
}

}  // namespace conclave::desktop
