#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QTemporaryDir>

#include "client-qt/ui/rooms/room_list.h"
#include "client-qt/ui/rooms/side_bar.h"
#include "client-qt/ui/shell/connection_banner.h"
#include "tests/client-qt/ui/scene_parameters.h"
#include "tests/client-qt/ui/window_harness.h"

namespace conclave::desktop {
namespace {

class WindowTest : public ::testing::Test {
 protected:
  void Disconnect(int waiting = 0) {
    h_.session.SetConnection({.phase = ConnectionPhase::kWaiting,
                              .retry_at = h_.clock.NowUs() + 8'000'000,
                              .sentence = QStringLiteral("Connection lost."),
                              .waiting = waiting});
  }
  ConnectionBanner& banner() { return h_.Find<ConnectionBanner>("connectionBanner"); }

  WindowHarness h_;
};

TEST_F(WindowTest, F6GoesThroughThePanesAndBack) {
  h_.window.ShowMembers(true);
  EXPECT_EQ(h_.Focused(), QStringLiteral("composer"));
  for (const char* pane : {"memberList", "roomList", "timeline", "composer"}) {
    h_.Press(Qt::Key_F6);
    EXPECT_EQ(h_.Focused(), QString::fromLatin1(pane));
  }
  h_.Press(Qt::Key_F6, Qt::ShiftModifier);
  EXPECT_EQ(h_.Focused(), QStringLiteral("timeline"));
}

TEST_F(WindowTest, AltAndArrowsGoToTheNextRoom) {
  h_.Press(Qt::Key_Down, Qt::AltModifier);
  EXPECT_EQ(h_.window.room(), h_.other);
  h_.Press(Qt::Key_Up, Qt::AltModifier);
  EXPECT_EQ(h_.window.room(), h_.room);
  h_.Press(Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
  EXPECT_EQ(h_.window.room(), h_.room) << "nothing is unread";
  h_.session.SetUnread(h_.other, 1);
  h_.Press(Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
  EXPECT_EQ(h_.window.room(), h_.other);
}

TEST_F(WindowTest, TheListAndTheFilterLeadToRooms) {
  h_.Find<QWidget>("roomList").setFocus();
  h_.Press(Qt::Key_Down);
  EXPECT_EQ(h_.window.room(), h_.other);
  h_.Find<QWidget>("roomFilter").setFocus();
  h_.Type("alp");
  h_.Press(Qt::Key_Return);
  EXPECT_EQ(h_.window.room(), h_.room);
}

TEST_F(WindowTest, ALostConnectionIsShownAfterASecondAndCountsDown) {
  Disconnect(2);
  h_.clock.Advance(absl::Milliseconds(999));
  banner().Tick();
  EXPECT_FALSE(banner().isVisible());
  h_.clock.Advance(absl::Milliseconds(1));
  EXPECT_TRUE(WaitUntil([&] { return banner().isVisible(); })) << "by itself";
  EXPECT_EQ(banner().text(), QStringLiteral("Connection lost. Retrying in 7 s. 2 messages wait to be sent."));
  h_.clock.Advance(absl::Seconds(4));
  EXPECT_TRUE(WaitUntil([&] { return banner().text().contains(QStringLiteral("in 3 s")); }));
  h_.Find<QAbstractButton>("retryNow").click();
  EXPECT_TRUE(h_.Asked("retry-now 0"));
  h_.session.SetConnection({.phase = ConnectionPhase::kConnecting, .sentence = QStringLiteral("Connection lost.")});
  EXPECT_EQ(banner().text(), QStringLiteral("Connection lost. Trying again…"));
  EXPECT_FALSE(h_.Has("retryNow"));
  h_.session.SetConnection({.phase = ConnectionPhase::kOnline});
  EXPECT_FALSE(banner().isVisible());
}

TEST_F(WindowTest, AShortLossIsNotWorthAWord) {
  for (int loss = 0; loss < 3; ++loss) {
    Disconnect();
    h_.clock.Advance(absl::Milliseconds(900));
    banner().Tick();
    EXPECT_FALSE(banner().isVisible()) << "each loss has a second of its own";
    h_.session.SetConnection({.phase = ConnectionPhase::kOnline});
  }
  h_.clock.Advance(absl::Seconds(2));
  banner().Tick();
  EXPECT_FALSE(banner().isVisible());
}

TEST_F(WindowTest, AnEndIsOneSentenceWithDetails) {
  h_.session.SetConnection({.phase = ConnectionPhase::kStopped,
                            .sentence = QStringLiteral("Your certificate has expired."),
                            .details = QStringLiteral("UNAUTHENTICATED")});
  h_.clock.Advance(absl::Seconds(1));
  EXPECT_TRUE(WaitUntil([&] { return banner().isVisible(); }));
  EXPECT_EQ(banner().text(), QStringLiteral("Your certificate has expired."));
  EXPECT_FALSE(h_.Has("retryNow"));
  h_.Find<QAbstractButton>("connectionDetails").click();
  EXPECT_TRUE(h_.Has("messageSheet"));
}

TEST_F(WindowTest, ARoomThatGoesMakesPlaceForAnother) {
  h_.session.LeaveRoom(h_.room, &h_.window, [](const auto&) {});
  EXPECT_EQ(h_.window.room(), h_.other);
  h_.session.LeaveRoom(h_.other, &h_.window, [](const auto&) {});
  EXPECT_EQ(h_.window.room(), RoomId());
  EXPECT_TRUE(h_.Has("emptyTitle"));
}

TEST(FirstRoomTest, TheComposerHasTheKeyboardOnceThereIsARoom) {
  const TestClock clock;
  Theme theme;
  DemoSession session(QStringLiteral("Maya"));
  MainWindow window(session, theme, {.clock = clock, .open_url = [](const QUrl&) {}});
  window.show();
  window.activateWindow();
  ASSERT_TRUE(QTest::qWaitForWindowActive(&window));
  session.AddRoom(QStringLiteral("alpha"), RoomKind::kLobby);
  EXPECT_EQ(WindowHarness::Focused(), QStringLiteral("composer"));
}

TEST_F(WindowTest, TheStoryStaysInPlaceWhenTheThemeChanges) {
  h_.theme.SetChoice(ThemeChoice::kDark);
  h_.theme.SetTextPercent(150);
  EXPECT_TRUE(h_.window.timeline().engine().at_end());
  EXPECT_GT(h_.window.timeline().engine().RowRect(0).height(), 60);
}

TEST_F(WindowTest, BelowNineHundredPixelsTheRoomsAreOnlyPictures) {
  QWidget& rooms = h_.Find<QWidget>("sideBar");
  h_.window.resize(900, 600);
  EXPECT_EQ(rooms.width(), 280);
  EXPECT_TRUE(h_.Has("roomFilter"));
  h_.window.resize(899, 600);
  EXPECT_EQ(rooms.width(), SideBar::kCompactWidth);
  EXPECT_FALSE(h_.Has("roomFilter"));
  EXPECT_TRUE(h_.Has("newRoom"));
  h_.window.ShowMembers(true);
  EXPECT_TRUE(h_.Has("roomList"));
  h_.Press(Qt::Key_Down, Qt::AltModifier);
  EXPECT_EQ(h_.window.room(), h_.other);
  h_.window.ShowMembers(false);
  h_.window.resize(900, 600);
  EXPECT_EQ(rooms.width(), 280);
}

TEST(WindowStateTest, SizeAndRoomAreKept) {
  const QTemporaryDir directory;
  QSettings settings(directory.filePath(QStringLiteral("window.ini")), QSettings::IniFormat);
  const TestClock clock;
  Theme theme;
  DemoSession session(QStringLiteral("Maya"));
  session.AddRoom(QStringLiteral("alpha"), RoomKind::kPublic);
  const RoomId beta = session.AddRoom(QStringLiteral("beta"), RoomKind::kPublic);
  const WindowPlaces places{.clock = clock, .open_url = [](const QUrl&) {}, .settings = &settings};
  {
    MainWindow window(session, theme, places);
    window.show();
    window.resize(790, 610);
    window.OpenRoom(beta);
    window.close();
  }
  const MainWindow again(session, theme, places);
  EXPECT_EQ(again.size(), QSize(790, 610));
  EXPECT_EQ(again.room(), beta);
}

class SceneTest : public ::testing::TestWithParam<const Scene*> {};

TEST_P(SceneTest, IsDrawnAtAnySizeInBothThemes) {
  Theme theme;
  ShownScene scene(*GetParam(), theme, {1280, 800});
  QWidget& window = scene.window();
  for (const ThemeChoice choice : {ThemeChoice::kLight, ThemeChoice::kDark}) {
    theme.SetChoice(choice);
    for (const QSize size : {QSize(720, 480), QSize(1280, 800)}) {
      window.resize(size);
      QCoreApplication::processEvents();
      EXPECT_EQ(window.size(), size);
      EXPECT_FALSE(window.grab().isNull());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Scenes, SceneTest, ::testing::ValuesIn(AllScenes()), SceneName);

}  // namespace
}  // namespace conclave::desktop
