#ifndef CONCLAVE_CLIENT_QT_UI_WIDGETS_FLAT_BUTTON_H_
#define CONCLAVE_CLIENT_QT_UI_WIDGETS_FLAT_BUTTON_H_

#include <QPushButton>

#include "client-qt/ui/theme/theme.h"

namespace conclave::desktop {

// A button that is only a strong word, for banners and rows. Lives on the GUI's thread.
class FlatButton : public QPushButton {
  Q_OBJECT

 public:
  FlatButton(const Theme& theme, QColor Tokens::*colour, const QString& object_name, const QString& text,
             QWidget* parent = nullptr);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  [[nodiscard]] QFont Face() const;

  const Theme& theme_;
  QColor Tokens::*const colour_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_WIDGETS_FLAT_BUTTON_H_
