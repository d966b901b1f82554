#ifndef CONCLAVE_CLIENT_QT_UI_TIMELINE_JUMP_BUTTON_H_
#define CONCLAVE_CLIENT_QT_UI_TIMELINE_JUMP_BUTTON_H_

#include <QAbstractButton>

namespace conclave::desktop {

class Theme;

// The round button that leads to the newest message, with how many came meanwhile. Lives on the GUI's thread; owned by
// its TimelineView.
class JumpButton : public QAbstractButton {
  Q_OBJECT

 public:
  JumpButton(const Theme& theme, QWidget* parent);

  void SetCount(int count);
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const Theme& theme_;
  int count_ = 0;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_TIMELINE_JUMP_BUTTON_H_
