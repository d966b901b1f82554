// Everything can be reached by the keyboard, and one sees where one is.
#include <gtest/gtest.h>

#include <QImage>
#include <QListView>
#include <QMenu>
#include <QTimer>
#include <set>

#include "client-qt/ui/widgets/sheet.h"
#include "tests/client-qt/ui/scene_parameters.h"
#include "tests/client-qt/ui/window_harness.h"

namespace conclave::desktop {
namespace {

std::set<QString> Controls(const QWidget& window) {
  const Sheet* sheet = nullptr;
  for (const Sheet* each : window.findChildren<Sheet*>()) {
    if (each->isVisible()) sheet = each;
  }
  std::set<QString> names;
  for (const QWidget* widget : window.findChildren<QWidget*>()) {
    const bool takes = (widget->focusPolicy() & Qt::TabFocus) != 0 && widget->isVisible() && widget->isEnabled();
    if (takes && (sheet == nullptr || sheet->isAncestorOf(widget))) names.insert(widget->objectName());
  }
  return names;
}

// Pixels in a colour of focus that are there only while the control has the keyboard.
int RingPixels(QWidget& window, QWidget& control, const Tokens& tokens) {
  constexpr int kNear = 20;
  const QRect place(control.mapTo(&window, QPoint()), control.size());
  const QRect region = place.adjusted(-kNear, -kNear, kNear, kNear) & window.rect();
  const QImage with = window.grab(region).toImage();
  control.clearFocus();
  const QImage without = window.grab(region).toImage();
  control.setFocus(Qt::TabFocusReason);
  int count = 0;
  for (int y = 0; y < with.height(); ++y) {
    for (int x = 0; x < with.width(); ++x) {
      const QColor colour = with.pixelColor(x, y);
      const bool ring = colour == tokens.accent_text || colour == tokens.banner_text;
      count += ring && without.pixelColor(x, y) != colour ? 1 : 0;
    }
  }
  return count;
}

class KeyboardSceneTest : public ::testing::TestWithParam<const Scene*> {};

TEST_P(KeyboardSceneTest, TabReachesEveryControlAndEachShowsThatItHasTheKeyboard) {
  constexpr int kMostStops = 60;
  // A slider's knob has the smallest.
  constexpr int kLeastRing = 40;
  Theme theme;
  ShownScene scene(*GetParam(), theme, {1000, 640});
  QWidget& window = scene.window();
  window.activateWindow();
  ASSERT_TRUE(QTest::qWaitForWindowActive(&window));
  std::set<QString> reached;
  for (int stop = 0; stop < kMostStops; ++stop) {
    QWidget* from = QApplication::focusWidget();
    QTest::keyClick(from == nullptr ? &window : from, Qt::Key_Tab);
    QWidget* control = QApplication::focusWidget();
    ASSERT_NE(control, nullptr);
    if (!reached.insert(control->objectName()).second) continue;
    EXPECT_GE(RingPixels(window, *control, theme.tokens()), kLeastRing)
        << control->objectName().toStdString() << " does not show that it has the keyboard";
  }
  EXPECT_EQ(reached, Controls(window));
}

INSTANTIATE_TEST_SUITE_P(Scenes, KeyboardSceneTest, ::testing::ValuesIn(AllScenes()), SceneName);

class KeyboardTest : public ::testing::Test {
 protected:
  // To the control, as somebody who came there with Tab.
  void PressAt(const char* control, Qt::Key key) {
    h_.Find<QWidget>(control).setFocus(Qt::TabFocusReason);
    h_.Press(key);
  }
  // Goes down a menu that is open to its entry and takes it.
  static void Choose(int entry) {
    QWidget* menu = QApplication::activePopupWidget();
    ASSERT_NE(menu, nullptr);
    for (int i = 0; i <= entry; ++i) QTest::keyClick(menu, Qt::Key_Down);
    QTest::keyClick(menu, Qt::Key_Return);
  }

  WindowHarness h_;
};

TEST_F(KeyboardTest, ControlTabGoesBackThroughTheRoomsLookedAt) {
  const RoomId third = h_.session.AddRoom(QStringLiteral("gamma"), RoomKind::kPublic);
  h_.window.OpenRoom(h_.other);
  h_.window.OpenRoom(third);
  const auto press = [](Qt::KeyboardModifiers more) {
    QTest::keyPress(QApplication::focusWidget(), Qt::Key_Tab, Qt::ControlModifier | more);
  };
  press({});
  EXPECT_EQ(h_.window.room(), h_.other);
  press({});
  EXPECT_EQ(h_.window.room(), h_.room);
  QTest::keyRelease(QApplication::focusWidget(), Qt::Key_Control);
  press({});
  EXPECT_EQ(h_.window.room(), third) << "the one before, now that the key was released";
  press(Qt::ShiftModifier);
  EXPECT_EQ(h_.window.room(), h_.room);
}

TEST_F(KeyboardTest, ShiftEscapeMarksEverythingReadAfterOneQuestion) {
  h_.Press(Qt::Key_Escape, Qt::ShiftModifier);
  EXPECT_FALSE(h_.Has("confirm")) << "there is nothing to mark";
  h_.session.SetUnread(h_.other, 4);
  h_.Press(Qt::Key_Escape, Qt::ShiftModifier);
  ASSERT_TRUE(h_.Has("confirm"));
  EXPECT_EQ(h_.session.rooms().Find(h_.other)->unread, 4);
  h_.Press(Qt::Key_Return);
  EXPECT_FALSE(h_.Has("confirm"));
  EXPECT_EQ(h_.session.rooms().Find(h_.other)->unread, 0);
}

TEST_F(KeyboardTest, SheetsHaveKeys) {
  const std::vector<std::pair<Qt::Key, const char*>> sheets{
      {Qt::Key_K, "switcher"}, {Qt::Key_Comma, "settingsSheet"}, {Qt::Key_Slash, "shortcuts"}};
  for (const auto& [key, sheet] : sheets) {
    h_.Press(key, Qt::ControlModifier);
    EXPECT_TRUE(h_.Has(sheet)) << sheet;
    h_.Press(Qt::Key_Escape);
    EXPECT_FALSE(h_.Has(sheet)) << sheet;
  }
}

TEST_F(KeyboardTest, RoomsAreMadeFoundAndJoinedFromTheMenu) {
  const std::vector<const char*> sheets{"createRoom", "findRooms", "directMessage"};
  for (int entry = 0; entry < 3; ++entry) {
    PressAt("newRoom", Qt::Key_Space);
    Choose(entry);
    EXPECT_TRUE(h_.Has(sheets[static_cast<std::size_t>(entry)])) << entry;
    h_.Press(Qt::Key_Escape);
  }
}

TEST_F(KeyboardTest, PeopleAreInvitedAndARoomIsLeft) {
  PressAt("invite", Qt::Key_Space);
  EXPECT_TRUE(h_.Has("invitePerson"));
  h_.Press(Qt::Key_Escape);
  PressAt("roomMenu", Qt::Key_Space);
  Choose(2);
  ASSERT_TRUE(h_.Has("confirm"));
  h_.Press(Qt::Key_Return);
  EXPECT_TRUE(WaitUntil([&] { return h_.Asked("leave 1"); }));
}

TEST_F(KeyboardTest, AMemberIsWrittenToOrRemoved) {
  h_.session.SetMembers(h_.room, {QStringLiteral("Maya Rossi"), h_.Ines()});
  h_.session.SetOwner(h_.room, true);
  PressAt("members", Qt::Key_Space);
  ASSERT_TRUE(h_.Has("memberList"));
  PressAt("memberList", Qt::Key_End);
  h_.Press(Qt::Key_Return);
  Choose(1);
  EXPECT_TRUE(h_.Has("confirm"));
  h_.Press(Qt::Key_Escape);
  PressAt("memberList", Qt::Key_Return);
  Choose(0);
  EXPECT_TRUE(WaitUntil([&] { return h_.Asked("direct 0 Ines Duarte"); }));
}

TEST_F(KeyboardTest, AMessageHasAMenu) {
  h_.window.timeline().setFocus(Qt::TabFocusReason);
  h_.Press(Qt::Key_Up);
  bool shown = false;
  // The menu has an event loop of its own.
  QTimer::singleShot(0, [&] {
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    shown = menu != nullptr && !menu->actions().isEmpty();
    if (menu != nullptr) menu->close();
  });
  QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {});
  QApplication::sendEvent(&h_.window.timeline(), &event);
  EXPECT_TRUE(shown);
}

TEST_F(KeyboardTest, TheConnectionIsTriedAgainByKey) {
  h_.session.SetConnection({.phase = ConnectionPhase::kWaiting, .retry_at = h_.clock.NowUs() + 9'000'000});
  h_.clock.Advance(absl::Seconds(1));
  ASSERT_TRUE(WaitUntil([&] { return h_.Has("retryNow"); }));
  PressAt("retryNow", Qt::Key_Space);
  EXPECT_TRUE(h_.Asked("retry-now 0"));
}

}  // namespace
}  // namespace conclave::desktop
