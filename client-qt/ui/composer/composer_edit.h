#ifndef CONCLAVE_CLIENT_QT_UI_COMPOSER_COMPOSER_EDIT_H_
#define CONCLAVE_CLIENT_QT_UI_COMPOSER_COMPOSER_EDIT_H_

#include <QPlainTextEdit>

namespace conclave::desktop {

class Theme;

// Where a message is written: as high as its lines, 1 to 12. Enter sends, Shift+Enter breaks the line; while an input
// method composes, keys are its own. Lives on the GUI's thread; owned by the composer.
class ComposerEdit : public QPlainTextEdit {
  Q_OBJECT

 public:
  static constexpr int kMostLines = 12;

  ComposerEdit(const Theme& theme, QWidget* parent = nullptr);

  // Puts the mark around the selection, or takes it away when it is there; without a selection the cursor ends between
  // two marks.
  void ToggleMark(const QString& mark);

 Q_SIGNALS:
  void SendWanted();
  // An empty line, and the person goes up: into the timeline.
  void LeftUpwards();
  void Escaped();

 protected:
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void inputMethodEvent(QInputMethodEvent* event) override;
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void Restyle();
  void FitHeight();
  // Above and below the text, so that one line is as high as one in the timeline.
  [[nodiscard]] int LineGap() const;
  bool Format(const QKeyEvent& event);

  const Theme& theme_;
  bool composing_ = false;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_COMPOSER_COMPOSER_EDIT_H_
