#ifndef CONCLAVE_CLIENT_QT_UI_SHELL_CONNECTION_BANNER_H_
#define CONCLAVE_CLIENT_QT_UI_SHELL_CONNECTION_BANNER_H_

#include <QTimer>

#include "client-qt/core/connection_state.h"
#include "client-qt/ui/widgets/ground.h"
#include "server/core/clock.h"

class QPushButton;

namespace conclave::desktop {

class Label;

// Says in one line that there is no connection, when it is tried again and how much waits to be sent; hidden while all
// is well and during the first second of trouble. Lives on the GUI's thread; owned by the window.
class ConnectionBanner : public Ground {
  Q_OBJECT

 public:
  // `patience_ms`: how long trouble is not worth a word.
  ConnectionBanner(const Theme& theme, const Clock& clock, int patience_ms, QWidget* parent = nullptr);

  void SetState(const ConnectionState& state);
  [[nodiscard]] QString text() const;

 Q_SIGNALS:
  void RetryWanted();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void Update();
  void ShowDetails();
  [[nodiscard]] QString Sentence() const;
  void Restyle();

  const Clock& clock_;
  const int patience_ms_;
  ConnectionState state_;
  QWidget* icon_;
  Label* text_;
  QPushButton* details_;
  QPushButton* retry_;
  QTimer patience_;
  QTimer tick_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_SHELL_CONNECTION_BANNER_H_
