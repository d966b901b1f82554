#include "client-qt/ui/composer/composer_edit.h"

#include <QFontMetrics>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <algorithm>

#include "client-qt/ui/composer/emoji_highlighter.h"
#include "client-qt/ui/theme/theme.h"

namespace conclave::desktop {

ComposerEdit::ComposerEdit(const Theme& theme, QWidget* parent) : QPlainTextEdit(parent), theme_(theme) {
  setObjectName(QStringLiteral("composer"));
  setAccessibleName(tr("Message"));
  setFrameShape(QFrame::NoFrame);
  setTabChangesFocus(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  document()->setDocumentMargin(0);
  viewport()->setAutoFillBackground(false);
  new EmojiHighlighter(theme, document());
  connect(this, &QPlainTextEdit::textChanged, this, &ComposerEdit::FitHeight);
  connect(&theme, &Theme::Changed, this, &ComposerEdit::Restyle);
  Restyle();
}

void ComposerEdit::Restyle() {
  setFont(theme_.Font(TextKind::kBody));
  setViewportMargins(0, LineGap(), 0, 0);
  FitHeight();
}

int ComposerEdit::LineGap() const {
  return std::max(1, (theme_.LineHeight(TextKind::kBody) - QFontMetrics(font()).lineSpacing()) / 2);
}

void ComposerEdit::FitHeight() {
  // A plain text document's height is its number of lines.
  const int lines = std::clamp(static_cast<int>(document()->size().height()), 1, kMostLines);
  const int line = QFontMetrics(font()).lineSpacing();
  const int height_wanted = lines * line + 2 * LineGap();
  if (height_wanted != height()) setFixedHeight(height_wanted);
  setVerticalScrollBarPolicy(document()->size().height() > kMostLines ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
}

void ComposerEdit::ToggleMark(const QString& mark) {
  QTextCursor cursor = textCursor();
  const QString selected = cursor.selectedText();
  const auto size = static_cast<int>(mark.size());
  const int start = cursor.selectionStart();
  if (selected.size() >= 2 * size && selected.startsWith(mark) && selected.endsWith(mark)) {
    cursor.insertText(selected.mid(size, selected.size() - 2 * size));
  } else {
    cursor.insertText(mark + selected + mark);
    cursor.setPosition(start + size);
    if (selected.isEmpty()) return setTextCursor(cursor);
  }
  const int end = textCursor().position();
  cursor.setPosition(start);
  cursor.setPosition(end, QTextCursor::KeepAnchor);
  setTextCursor(cursor);
}

bool ComposerEdit::Format(const QKeyEvent& event) {
  if (event.modifiers() != Qt::ControlModifier) return false;
  switch (event.key()) {
    case Qt::Key_B:
      ToggleMark(QStringLiteral("**"));
      return true;
    case Qt::Key_I:
      ToggleMark(QStringLiteral("*"));
      return true;
    case Qt::Key_E:
      ToggleMark(QStringLiteral("`"));
      return true;
    default:
      return false;
  }
}

bool ComposerEdit::event(QEvent* event) {
  // Ctrl+K would delete to the end of the line; here it is the switcher's.
  if (event->type() == QEvent::ShortcutOverride &&
      static_cast<QKeyEvent*>(event)->matches(QKeySequence::DeleteEndOfLine)) {
    event->ignore();
    return true;
  }
  return QPlainTextEdit::event(event);
}

void ComposerEdit::keyPressEvent(QKeyEvent* event) {
  if (composing_) return QPlainTextEdit::keyPressEvent(event);
  const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  if (enter && !event->modifiers().testFlag(Qt::ShiftModifier)) {
    Q_EMIT SendWanted();
    return;
  }
  if (event->key() == Qt::Key_Up && document()->isEmpty()) {
    Q_EMIT LeftUpwards();
    return;
  }
  if (event->key() == Qt::Key_Escape) {
    Q_EMIT Escaped();
    return;
  }
  if (!Format(*event)) QPlainTextEdit::keyPressEvent(event);
}

void ComposerEdit::inputMethodEvent(QInputMethodEvent* event) {
  composing_ = !event->preeditString().isEmpty();
  QPlainTextEdit::inputMethodEvent(event);
}

void ComposerEdit::changeEvent(QEvent* event) {
  QPlainTextEdit::changeEvent(event);
  if (event->type() == QEvent::FontChange) FitHeight();
}

void ComposerEdit::resizeEvent(QResizeEvent* event) {
  QPlainTextEdit::resizeEvent(event);
  FitHeight();
}

}  // namespace conclave::desktop
