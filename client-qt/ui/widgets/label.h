#ifndef CONCLAVE_CLIENT_QT_UI_WIDGETS_LABEL_H_
#define CONCLAVE_CLIENT_QT_UI_WIDGETS_LABEL_H_

#include <QColor>
#include <QWidget>

#include "client-qt/ui/theme/theme.h"

namespace conclave::desktop {

// One line of text in one of the theme's kinds, cut with "…" where it does not fit, its emoji in colour. The tooltip
// has all of a cut text. Lives on the GUI's thread.
class Label : public QWidget {
  Q_OBJECT

 public:
  using Colour = QColor Tokens::*;

  Label(const Theme& theme, TextKind kind, Colour colour, QWidget* parent = nullptr);

  void SetText(const QString& text);
  [[nodiscard]] const QString& text() const { return text_; }
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const Theme& theme_;
  const TextKind kind_;
  const Colour colour_;
  QString text_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_WIDGETS_LABEL_H_
