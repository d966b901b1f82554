#ifndef CONCLAVE_CLIENT_QT_UI_SHELL_MAIN_WINDOW_H_
#define CONCLAVE_CLIENT_QT_UI_SHELL_MAIN_WINDOW_H_

#include <QSettings>
#include <QTimeZone>
#include <QUrl>
#include <QWidget>
#include <functional>

#include "client-qt/core/recent_rooms.h"
#include "client-qt/model/session.h"
#include "server/core/clock.h"

class QSplitter;
class QStackedWidget;

namespace conclave::desktop {

class Announcer;
class Composer;
class ConnectionBanner;
class FormSheet;
class MemberPane;
class Rail;
class RoomHeader;
class SideBar;
class Theme;
class TimelineView;

// What a window needs of the world around it.
struct WindowPlaces {
  const Clock& clock;
  QTimeZone zone = QTimeZone::systemTimeZone();
  std::function<void(const QUrl&)> open_url;
  // Keeps size, columns, theme and text size; may be null.
  QSettings* settings = nullptr;
  // How long a lost connection is not worth a banner.
  absl::Duration patience = absl::Seconds(1);
};

// One person's window: rooms at the left, one room's story and the composer, members at the right. Lives on the GUI's
// thread; owned by app/, below the session and the theme.
class MainWindow : public QWidget {
  Q_OBJECT

 public:
  MainWindow(Session& session, Theme& theme, WindowPlaces places, QWidget* parent = nullptr);
  ~MainWindow() override;

  // Zero: none.
  [[nodiscard]] RoomId room() const { return room_; }
  void OpenRoom(RoomId room);
  void ShowMembers(bool shown);
  void OpenSwitcher();
  void OpenEmojiPicker();
  void OpenCreateRoom();
  void OpenFindRooms();
  void OpenDirect();
  void OpenInvite();
  void OpenSettings();
  void OpenShortcuts();
  // To the next pane, or the one before: rooms, timeline, composer, members.
  void CyclePanes(int step);

  [[nodiscard]] TimelineView& timeline() { return *timeline_; }
  [[nodiscard]] Composer& composer() { return *composer_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;
  void closeEvent(QCloseEvent* event) override;

 private:
  void Build();
  void Connect();
  void AddKeys();
  void AddKey(const QKeySequence& keys, std::function<void()> action);
  void ShowRoom();
  void RoomsChanged();
  void MeChanged();
  void ConnectionChanged();
  void LeaveRoom();
  void RemoveMember(UserId user, const QString& name);
  void StartDirect(const QString& user_name);
  void GoTo(int step, bool unread_only);
  // To a room looked at before; `step` as in RecentRooms.
  void WalkRecent(int step);
  void MarkAllRead();
  void Announce(RoomId room, const Message& message);
  void Arrange();
  void Restore();
  void Save();
  void ShowFailure(const QString& failure);
  [[nodiscard]] bool HasSheet() const;
  // Ends the sheet and opens the room, or has the sheet say why not.
  Answer<RoomId> WhenDone(FormSheet& sheet);

  Session& session_;
  Theme& theme_;
  const WindowPlaces places_;
  RoomId room_;
  RecentRooms recent_;
  // The room is being opened by a walk through the recent ones.
  bool walking_ = false;
  bool members_shown_ = false;
  QStringList recent_emoji_;

  Rail* rail_;
  SideBar* side_bar_;
  QSplitter* splitter_;
  QStackedWidget* pages_;
  QWidget* room_page_;
  RoomHeader* header_;
  ConnectionBanner* banner_;
  TimelineView* timeline_;
  Composer* composer_;
  MemberPane* members_;
  Announcer* announcer_;
  // The rooms' width while there is place for names.
  int side_width_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_SHELL_MAIN_WINDOW_H_
