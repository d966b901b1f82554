#ifndef CONCLAVE_CLIENT_QT_APP_LIVE_WINDOW_H_
#define CONCLAVE_CLIENT_QT_APP_LIVE_WINDOW_H_

#include <QObject>
#include <QString>
#include <QTimer>
#include <memory>

#include "client-qt/app/notifier.h"
#include "client-qt/app/profile.h"
#include "client-qt/app/tray.h"
#include "client-qt/model/live_session.h"
#include "client-qt/ui/shell/main_window.h"

namespace conclave::desktop {

class RemoteControl;
class Theme;
struct Options;

// A window and its session, with what the desktop gives them: notifications and, where there is one, a tray icon. Lives
// on the GUI's thread; owned by RunLive, below the theme and the profile.
class LiveWindow : public QObject {
  Q_OBJECT

 public:
  LiveWindow(Profile& profile, client::Identity identity, Theme& theme, const Options& options);
  ~LiveWindow() override;

  // False when the test socket cannot be opened.
  [[nodiscard]] bool Open();
  // Brings the window to the front.
  void Raise();

 private:
  void OnMessage(RoomId room, const Message& message);
  void CountUnread();
  // Once the lobby is there and nothing has changed for a moment: names come after what is said.
  void SavePictureWhenReady();
  void SavePicture();

  const Options& options_;
  const std::unique_ptr<LiveSession> session_;
  MainWindow window_;
  Notifier notifier_;
  std::unique_ptr<Tray> tray_;
  std::unique_ptr<RemoteControl> remote_control_;
  QTimer picture_timer_;
  bool picture_saved_ = false;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_APP_LIVE_WINDOW_H_
