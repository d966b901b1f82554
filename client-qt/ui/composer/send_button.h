#ifndef CONCLAVE_CLIENT_QT_UI_COMPOSER_SEND_BUTTON_H_
#define CONCLAVE_CLIENT_QT_UI_COMPOSER_SEND_BUTTON_H_

#include <QToolButton>

namespace conclave::desktop {

class Theme;

// The filled square that sends. Lives on the GUI's thread; owned by the composer.
class SendButton : public QToolButton {
  Q_OBJECT

 public:
  explicit SendButton(const Theme& theme, QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const Theme& theme_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_COMPOSER_SEND_BUTTON_H_
