#ifndef CONCLAVE_CLIENT_QT_UI_SHELL_CONNECTION_BANNER_H_
#define CONCLAVE_CLIENT_QT_UI_SHELL_CONNECTION_BANNER_H_

#include <QTimer>
#include <optional>

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
  // `patience`: how long trouble is not worth a word.
  ConnectionBanner(const Theme& theme, const Clock& clock, absl::Duration patience, QWidget* parent = nullptr);

  void SetState(const ConnectionState& state);
  // Looks at the clock; happens by itself as long as there is something to count.
  void Tick();
  [[nodiscard]] QString text() const;

 Q_SIGNALS:
  void RetryWanted();
  // It has come, with that text, or has gone again; for screen readers.
  void Told(const QString& sentence);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void ShowDetails();
  [[nodiscard]] QString Sentence() const;
  void Restyle();

  const Clock& clock_;
  const absl::Duration patience_;
  ConnectionState state_;
  // On the clock that only goes forward; nothing: all is well.
  std::optional<absl::Duration> trouble_since_;
  QWidget* icon_;
  Label* text_;
  QPushButton* details_;
  QPushButton* retry_;
  QTimer ticks_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_SHELL_CONNECTION_BANNER_H_
