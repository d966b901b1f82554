#ifndef CONCLAVE_CLIENT_QT_UI_COMPOSER_EMOJI_HIGHLIGHTER_H_
#define CONCLAVE_CLIENT_QT_UI_COMPOSER_EMOJI_HIGHLIGHTER_H_

#include <QSyntaxHighlighter>

namespace conclave::desktop {

class Theme;

// Shows emoji in colour while they are being written. Owned by the document.
class EmojiHighlighter : public QSyntaxHighlighter {
  Q_OBJECT

 public:
  EmojiHighlighter(const Theme& theme, QTextDocument* document);

 protected:
  void highlightBlock(const QString& text) override;

 private:
  const Theme& theme_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_COMPOSER_EMOJI_HIGHLIGHTER_H_
