#ifndef CONCLAVE_CLIENT_QT_APP_TRAY_H_
#define CONCLAVE_CLIENT_QT_APP_TRAY_H_

#include <QMenu>
#include <QObject>
#include <QSystemTrayIcon>

namespace conclave::desktop {

class Theme;

// The icon in the desktop's tray, with the number of unread messages drawn into it. Only made where there is a tray.
// Lives on the GUI's thread; owned by the window's program, below the theme.
class Tray : public QObject {
  Q_OBJECT

 public:
  explicit Tray(const Theme& theme, QObject* parent = nullptr);

  [[nodiscard]] static bool IsAvailable() { return QSystemTrayIcon::isSystemTrayAvailable(); }

  void SetUnread(int count);

 Q_SIGNALS:
  void ShowWanted();
  void QuitWanted();

 private:
  void Draw();

  const Theme& theme_;
  int unread_ = 0;
  QMenu menu_;
  QSystemTrayIcon icon_;
};

// The program's own picture, as large as asked for, with a badge when `unread` is not 0.
QPixmap ProgramPicture(const Theme& theme, int size, int unread);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_APP_TRAY_H_
