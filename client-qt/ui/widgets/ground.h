#ifndef CONCLAVE_CLIENT_QT_UI_WIDGETS_GROUND_H_
#define CONCLAVE_CLIENT_QT_UI_WIDGETS_GROUND_H_

#include <QWidget>

#include "client-qt/ui/theme/theme.h"

namespace conclave::desktop {

// A widget filled with one of the theme's colours, with a line at some of its edges. Lives on the GUI's thread.
class Ground : public QWidget {
  Q_OBJECT

 public:
  Ground(const Theme& theme, QColor Tokens::*colour, Qt::Edges lines = {}, QWidget* parent = nullptr);

 protected:
  [[nodiscard]] const Theme& theme() const { return theme_; }
  void paintEvent(QPaintEvent* event) override;

 private:
  const Theme& theme_;
  QColor Tokens::*const colour_;
  const Qt::Edges lines_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_WIDGETS_GROUND_H_
