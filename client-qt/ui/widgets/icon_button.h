#ifndef CONCLAVE_CLIENT_QT_UI_WIDGETS_ICON_BUTTON_H_
#define CONCLAVE_CLIENT_QT_UI_WIDGETS_ICON_BUTTON_H_

#include <QToolButton>

#include "client-qt/ui/theme/icons.h"

namespace conclave::desktop {

class Theme;

// A square button of one icon; `name` is its tooltip and what a screen reader says. Lives on the GUI's thread.
class IconButton : public QToolButton {
  Q_OBJECT

 public:
  IconButton(const Theme& theme, Icon icon, const QString& object_name, const QString& name, QWidget* parent = nullptr);

  void SetIcon(Icon icon);
  // The tooltip also tells the keys.
  void SetKeys(const QKeySequence& keys);

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  const Theme& theme_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_WIDGETS_ICON_BUTTON_H_
