#include "client-qt/app/demo/scenes.h"

#include <algorithm>

#include "client-qt/app/demo/scene_rooms.h"
#include "client-qt/ui/composer/composer.h"
#include "client-qt/ui/shell/main_window.h"
#include "client-qt/ui/shell/welcome_page.h"
#include "client-qt/ui/timeline/timeline_view.h"

namespace conclave::desktop {
namespace {

using Window = MainWindow;

// A scene that opens one of the usual rooms, filled, and then does something in the window.
Scene InRoom(
    const char* name, RoomId SceneRooms::*room, std::function<void(DemoSession&, RoomId)> fill,
    std::function<void(Window&)> act = [](Window&) {}) {
  Scene scene{.name = name};
  // The usual rooms get the same ids each time, so that the second half knows the first one's.
  scene.fill = [room, fill](DemoSession& session) {
    const RoomId id = AddUsualRooms(session).*room;
    session.SetUnread(id, 0);
    fill(session, id);
  };
  scene.arrange = [room, act](QWidget& widget) {
    DemoSession ids(QStringLiteral("nobody"));
    auto& window = dynamic_cast<Window&>(widget);
    window.OpenRoom(AddUsualRooms(ids).*room);
    act(window);
  };
  return scene;
}

Scene Busy(const char* name, std::function<void(Window&)> act, int text_percent = 100) {
  Scene scene = InRoom(name, &SceneRooms::release, FillBusyRoom, std::move(act));
  scene.text_percent = text_percent;
  return scene;
}

// The same, all of it read.
std::function<void(DemoSession&, RoomId)> Seen(void (*fill)(DemoSession&, RoomId)) {
  return [fill](DemoSession& session, RoomId room) {
    fill(session, room);
    session.Timeline(room).SetReadUpTo(kIdBound);
  };
}

void FillUnread(DemoSession& session, RoomId room) {
  FillManyDays(session, room);
  session.Timeline(room).SetReadUpTo(36);
  session.SetUnread(room, 3);
}

void FillFailed(DemoSession& session, RoomId room) {
  FillBusyRoom(session, room);
  session.SayUnsent(room, QStringLiteral("The network is back. All five messages went out once, in order."),
                    SendState::kFailed, QStringLiteral("You are not a member of this room any more."));
  session.SayUnsent(room, QStringLiteral("Still here."), SendState::kFailed);
}

void FillOffline(DemoSession& session, RoomId room) {
  FillBusyRoom(session, room);
  session.SayUnsent(room, QStringLiteral("Outbox keeps both messages and they keep their order ⚡"), SendState::kQueued);
  session.SayUnsent(room, QStringLiteral("Second one."), SendState::kQueued);
  session.SetConnection({.phase = ConnectionPhase::kWaiting,
                         .retry_at = DemoClock::kNow + 8'000'000,
                         .sentence = QStringLiteral("Connection lost."),
                         .details = QStringLiteral("UNAVAILABLE: failed to connect to all addresses"),
                         .waiting = 2});
}

std::vector<Scene> MakeScenes() {
  std::vector<Scene> scenes;
  scenes.push_back(Busy("busy-room", [](Window&) {}));
  scenes.push_back(
      InRoom("empty-room", &SceneRooms::client, [](DemoSession& session, RoomId room) { session.Begin(room); }));
  scenes.push_back({.name = "first-start", .fill = nullptr, .arrange = [](QWidget&) {}});
  scenes.push_back(InRoom("unread", &SceneRooms::general, FillUnread));
  scenes.push_back(InRoom("long-names", &SceneRooms::incidents, Seen(FillLongNames)));
  scenes.push_back(InRoom("code", &SceneRooms::client, Seen(FillCode)));
  scenes.push_back(InRoom("failed-send", &SceneRooms::release, FillFailed));
  scenes.push_back(InRoom("offline-banner", &SceneRooms::release, FillOffline));
  scenes.push_back(Busy("switcher", [](Window& window) { window.OpenSwitcher(); }));
  scenes.push_back(Busy("emoji-picker", [](Window& window) { window.OpenEmojiPicker(); }));
  scenes.push_back(Busy("room-creation", [](Window& window) { window.OpenCreateRoom(); }));
  scenes.push_back(Busy("member-list", [](Window& window) { window.ShowMembers(true); }));
  scenes.push_back(Busy("settings", [](Window& window) { window.OpenSettings(); }));
  scenes.push_back(Busy(
      "large-text", [](Window&) {}, Theme::kLargestPercent));
  return scenes;
}

}  // namespace

const std::vector<Scene>& Scenes() {
  static const std::vector<Scene> scenes = MakeScenes();
  return scenes;
}

const Scene* FindScene(std::string_view name) {
  const std::vector<Scene>& scenes = Scenes();
  const auto found = std::find_if(scenes.begin(), scenes.end(), [&](const Scene& scene) { return name == scene.name; });
  return found == scenes.end() ? nullptr : &*found;
}

ShownScene::ShownScene(const Scene& scene, Theme& theme, const QSize& size) : session_(QStringLiteral("Maya Rossi")) {
  theme.SetTextPercent(scene.text_percent);
  if (scene.fill == nullptr) {
    window_ = std::make_unique<WelcomePage>(theme);
  } else {
    scene.fill(session_);
    window_ = std::make_unique<MainWindow>(session_, theme,
                                           WindowPlaces{.clock = clock_,
                                                        .zone = QTimeZone::utc(),
                                                        .open_url = [](const QUrl&) {},
                                                        .patience = absl::ZeroDuration()});
  }
  window_->resize(size);
  window_->show();
  scene.arrange(*window_);
}

}  // namespace conclave::desktop
