#include "client-qt/app/live_window.h"

#include <QApplication>
#include <QDesktopServices>
#include <chrono>
#include <cstdio>
#include <utility>

#include "client-qt/app/options.h"
#include "client-qt/app/remote_control.h"
#include "client-qt/core/notification_rule.h"
#include "client-qt/ui/theme/theme.h"
#include "server/core/clock.h"

namespace conclave::desktop {
namespace {

constexpr std::chrono::milliseconds kQuiet(300);

}  // namespace

LiveWindow::LiveWindow(Profile& profile, client::Identity identity, Theme& theme, const Options& options)
    : options_(options),
      session_(LiveSession::Open(profile.directory(), std::move(identity))),
      window_(*session_, theme,
              {.clock = SystemClock(),
               .open_url = [](const QUrl& url) { QDesktopServices::openUrl(url); },
               .settings = &profile.settings()}) {
  if (Tray::IsAvailable()) {
    tray_ = std::make_unique<Tray>(theme);
    // Closing the window hides it: the tray brings it back.
    QApplication::setQuitOnLastWindowClosed(false);
    connect(tray_.get(), &Tray::ShowWanted, this, &LiveWindow::Raise);
    connect(tray_.get(), &Tray::QuitWanted, qApp, &QApplication::quit);
  }
  connect(&profile, &Profile::ShowWanted, this, &LiveWindow::Raise);
  connect(session_.get(), &Session::MessageArrived, this, &LiveWindow::OnMessage);
  connect(&notifier_, &Notifier::Activated, this, [this](RoomId room) {
    Raise();
    window_.OpenRoom(room);
  });
  const RoomListModel& rooms = session_->rooms();
  connect(&rooms, &QAbstractItemModel::dataChanged, this, &LiveWindow::CountUnread);
  connect(&rooms, &QAbstractItemModel::rowsInserted, this, &LiveWindow::CountUnread);
  connect(&rooms, &QAbstractItemModel::rowsRemoved, this, &LiveWindow::CountUnread);
  picture_timer_.setSingleShot(true);
  connect(&picture_timer_, &QTimer::timeout, this, &LiveWindow::SavePicture);
  connect(session_.get(), &Session::ConnectionChanged, this, &LiveWindow::SavePictureWhenReady);
  connect(session_.get(), &LiveSession::CacheTroubleChanged, this,
          [this] { std::fprintf(stderr, "conclave: %s\n", qPrintable(session_->cache_trouble())); });
}

LiveWindow::~LiveWindow() { session_->Finish(); }

bool LiveWindow::Open() {
  if (options_.size) window_.resize(*options_.size);
  window_.show();
  if (options_.test_socket.empty()) return true;
  remote_control_ = std::make_unique<RemoteControl>(*session_, window_);
  if (!remote_control_->Listen(QString::fromStdString(options_.test_socket))) return false;
  std::printf("Test socket %s\n", options_.test_socket.c_str());
  std::fflush(stdout);
  return true;
}

void LiveWindow::Raise() {
  window_.setWindowState(window_.windowState() & ~Qt::WindowMinimized);
  window_.show();
  window_.raise();
  window_.activateWindow();
}

void LiveWindow::OnMessage(RoomId room, const Message& message) {
  const Attention attention{.window_active = window_.isActiveWindow(), .room_shown = window_.room() == room};
  if (!Notifies(message, attention)) return;
  const Room* shown = session_->rooms().Find(room);
  if (shown == nullptr) return;
  const bool direct = shown->kind == RoomKind::kDirect;
  notifier_.Show(room, direct ? message.author_name : tr("%1 in #%2").arg(message.author_name, shown->title),
                 message.document->PlainText());
}

void LiveWindow::CountUnread() {
  const RoomListModel& rooms = session_->rooms();
  int unread = 0;
  for (int row = 0; row < rooms.rowCount(); ++row) {
    unread += rooms.At(row).unread;
    if (rooms.At(row).unread == 0) notifier_.Close(rooms.At(row).id);
  }
  if (tray_) tray_->SetUnread(unread);
  SavePictureWhenReady();
}

void LiveWindow::SavePictureWhenReady() {
  if (options_.shot.empty() || picture_saved_) return;
  if (session_->connection().phase != ConnectionPhase::kOnline || session_->rooms().rowCount() == 0) return;
  TimelineModel& lobby = session_->Timeline(session_->rooms().At(0).id);
  connect(&lobby, &QAbstractItemModel::rowsInserted, this, &LiveWindow::SavePictureWhenReady, Qt::UniqueConnection);
  connect(&lobby, &QAbstractItemModel::dataChanged, this, &LiveWindow::SavePictureWhenReady, Qt::UniqueConnection);
  if (lobby.rowCount() != 0) picture_timer_.start(kQuiet);
}

void LiveWindow::SavePicture() {
  picture_saved_ = true;
  if (window_.grab().save(QString::fromStdString(options_.shot), "PNG")) {
    std::printf("Picture %s\n", options_.shot.c_str());
    std::fflush(stdout);
  } else {
    std::fprintf(stderr, "conclave: cannot write %s\n", options_.shot.c_str());
  }
}

}  // namespace conclave::desktop
