// What a screen reader finds.
#include <gtest/gtest.h>

#include <QAccessible>

#include "client-qt/ui/shell/connection_banner.h"
#include "tests/client-qt/ui/scene_parameters.h"
#include "tests/client-qt/ui/window_harness.h"

namespace conclave::desktop {
namespace {

// Every node below, itself among them.
template <typename Visit>
void Walk(QAccessibleInterface* node, Visit visit) {
  ASSERT_NE(node, nullptr);
  visit(*node);
  for (int i = 0; i < node->childCount(); ++i) Walk(node->child(i), visit);
}

std::string Describe(const QAccessibleInterface& node) {
  std::string text = "role " + std::to_string(node.role());
  if (node.object() != nullptr) {
    text += std::string(" ") + node.object()->metaObject()->className() + " '" +
            node.object()->objectName().toStdString() + "'";
  }
  return text;
}

class AccessibleSceneTest : public ::testing::TestWithParam<const Scene*> {};

TEST_P(AccessibleSceneTest, WhateverTakesTheKeyboardHasANameARoleAndAnObjectName) {
  Theme theme;
  ShownScene scene(*GetParam(), theme, {1280, 800});
  QCoreApplication::processEvents();
  int focusable = 0;
  Walk(QAccessible::queryAccessibleInterface(&scene.window()), [&](const QAccessibleInterface& node) {
    if (!node.state().focusable || node.state().invisible) return;
    ++focusable;
    EXPECT_FALSE(node.text(QAccessible::Name).isEmpty()) << Describe(node);
    EXPECT_NE(node.role(), QAccessible::NoRole) << Describe(node);
    EXPECT_NE(node.role(), QAccessible::Client) << Describe(node);
    if (node.object() != nullptr) {
      EXPECT_FALSE(node.object()->objectName().isEmpty()) << Describe(node);
    }
  });
  EXPECT_GE(focusable, 1);
}

INSTANTIATE_TEST_SUITE_P(Scenes, AccessibleSceneTest, ::testing::ValuesIn(AllScenes()), SceneName);

class AccessibleTimelineTest : public ::testing::Test {
 protected:
  QAccessibleInterface* list() { return QAccessible::queryAccessibleInterface(&h_.window.timeline()); }
  QString Name(int row) { return list()->child(row)->text(QAccessible::Name); }

  WindowHarness h_;
};

TEST_F(AccessibleTimelineTest, IsAListOfMessages) {
  EXPECT_EQ(list()->role(), QAccessible::List);
  ASSERT_EQ(list()->childCount(), 3);
  EXPECT_EQ(list()->child(0)->role(), QAccessible::ListItem);
  EXPECT_EQ(Name(0), QStringLiteral("Ines Duarte, 10:00, message number 0"));
  EXPECT_EQ(list()->indexOfChild(list()->child(2)), 2);
  EXPECT_EQ(list()->child(2)->parent(), list());
}

TEST_F(AccessibleTimelineTest, AnItemStaysWithItsMessage) {
  QAccessibleInterface* last = list()->child(2);
  h_.session.Say(h_.room, h_.Tomas(), QStringLiteral("more"), 640);
  EXPECT_EQ(list()->child(2), last);
  EXPECT_EQ(Name(3), QStringLiteral("Tomas Novak, 10:40, more"));
}

TEST_F(AccessibleTimelineTest, AFailedMessageCanBeSentAgain) {
  h_.session.SayUnsent(h_.room, QStringLiteral("lost"), SendState::kFailed, QStringLiteral("No."));
  EXPECT_EQ(Name(3), QStringLiteral("Maya Rossi, 10:02, lost, not sent: No."));
  list()->child(3)->actionInterface()->doAction(QStringLiteral("Retry"));
  EXPECT_FALSE(h_.session.asked().filter(QStringLiteral("retry 1")).isEmpty());
}

TEST_F(AccessibleTimelineTest, TheMarkedRowHasTheFocus) {
  h_.window.timeline().setFocus();
  h_.window.timeline().FocusRow(1);
  EXPECT_TRUE(list()->child(1)->state().focused);
  EXPECT_EQ(list()->focusChild(), list()->child(1));
}

TEST_F(AccessibleTimelineTest, AMessageSaysItsFullDate) {
  EXPECT_EQ(list()->child(1)->text(QAccessible::Description), QStringLiteral("Tuesday, 24 November 2026, 10:01:00"));
}

// What screen readers are told to say. The alert itself does not pass a platform without a screen.
class AlertTest : public ::testing::Test {
 protected:
  QAccessibleInterface* alert() { return QAccessible::queryAccessibleInterface(&h_.Find<QWidget>("announcer")); }
  QString Said() { return alert()->text(QAccessible::Name); }
  void Arrives(RoomId room, const QString& text) {
    h_.session.Say(room, h_.Ines(), text, 640);
    const TimelineModel& timeline = h_.session.Timeline(room);
    Q_EMIT h_.session.MessageArrived(room, timeline.At(timeline.rowCount() - 1));
  }

  WindowHarness h_;
};

TEST_F(AlertTest, ANewMessageIsSaid) {
  EXPECT_EQ(alert()->role(), QAccessible::AlertMessage);
  EXPECT_FALSE(alert()->state().invisible);
  Arrives(h_.room, QStringLiteral("are you **there**?"));
  EXPECT_EQ(Said(), QStringLiteral("Ines Duarte: are you there?"));
  Arrives(h_.other, QStringLiteral("over here"));
  EXPECT_EQ(Said(), QStringLiteral("Ines Duarte in #beta: over here"));
}

TEST_F(AlertTest, NothingIsSaidByAWindowThatIsNotActive) {
  QWidget another;
  another.show();
  another.activateWindow();
  ASSERT_TRUE(QTest::qWaitForWindowActive(&another));
  Arrives(h_.room, QStringLiteral("hello"));
  EXPECT_EQ(Said(), QString());
}

TEST_F(AlertTest, ALostConnectionIsSaidOnceAndThatItIsBack) {
  h_.session.SetConnection({.phase = ConnectionPhase::kWaiting, .retry_at = h_.clock.NowUs() + 4'000'000});
  EXPECT_EQ(Said(), QString());
  h_.clock.Advance(absl::Seconds(1));
  auto& banner = h_.Find<ConnectionBanner>("connectionBanner");
  banner.Tick();
  h_.clock.Advance(absl::Seconds(1));
  banner.Tick();
  EXPECT_EQ(Said(), QStringLiteral("Connection lost. Retrying in 3 s.")) << "once, and not each second";
  h_.session.SetConnection({.phase = ConnectionPhase::kOnline});
  EXPECT_EQ(Said(), QStringLiteral("Connected."));
}

TEST_F(AccessibleTimelineTest, ARoomSaysHowMuchIsUnread) {
  h_.session.SetUnread(h_.other, 3);
  QAccessibleInterface* rooms = QAccessible::queryAccessibleInterface(&h_.Find<QWidget>("roomList"));
  EXPECT_EQ(rooms->child(1)->text(QAccessible::Name), QStringLiteral("beta, 3 unread"));
}

}  // namespace
}  // namespace conclave::desktop
