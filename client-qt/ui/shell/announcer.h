#ifndef CONCLAVE_CLIENT_QT_UI_SHELL_ANNOUNCER_H_
#define CONCLAVE_CLIENT_QT_UI_SHELL_ANNOUNCER_H_

#include <QWidget>

namespace conclave::desktop {

// Has screen readers say what happens elsewhere than at the keyboard: Qt 6.4 has no announcements, so it is an alert
// that is never seen and whose name is the sentence. Lives on the GUI's thread; owned by the window.
class Announcer : public QWidget {
  Q_OBJECT

 public:
  explicit Announcer(QWidget* parent);

  void Say(const QString& sentence);
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_SHELL_ANNOUNCER_H_
