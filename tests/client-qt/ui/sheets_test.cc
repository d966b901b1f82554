// The switcher, the emoji picker and the dialogs, by their keys.
#include <gtest/gtest.h>

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QRadioButton>
#include <QSlider>

#include "tests/client-qt/ui/window_harness.h"

namespace conclave::desktop {
namespace {

class SheetsTest : public ::testing::Test {
 protected:
  WindowHarness h_;
};

TEST_F(SheetsTest, TheSwitcherGoesToARoomByKeyboard) {
  h_.Press(Qt::Key_K, Qt::ControlModifier);
  EXPECT_EQ(h_.Focused(), QStringLiteral("switcherWords"));
  h_.Type("bet");
  h_.Press(Qt::Key_Return);
  EXPECT_EQ(h_.window.room(), h_.other);
  EXPECT_FALSE(h_.Has("switcher"));
  EXPECT_EQ(h_.Focused(), QStringLiteral("composer"));
}

TEST_F(SheetsTest, TheSwitcherShowsUnreadRoomsFirst) {
  h_.session.SetUnread(h_.other, 3);
  h_.Press(Qt::Key_K, Qt::ControlModifier);
  h_.Press(Qt::Key_Return);
  EXPECT_EQ(h_.window.room(), h_.other);
}

TEST_F(SheetsTest, ArrowsMoveInTheSwitcher) {
  h_.Press(Qt::Key_K, Qt::ControlModifier);
  h_.Press(Qt::Key_Down);
  h_.Press(Qt::Key_Return);
  EXPECT_EQ(h_.window.room(), h_.other);
}

TEST_F(SheetsTest, EscapeEndsASheetAndGivesTheKeyboardBack) {
  h_.Press(Qt::Key_K, Qt::ControlModifier);
  h_.Press(Qt::Key_Escape);
  EXPECT_FALSE(h_.Has("switcher"));
  EXPECT_EQ(h_.Focused(), QStringLiteral("composer"));
}

TEST_F(SheetsTest, TabStaysWithinASheet) {
  h_.window.OpenCreateRoom();
  for (int i = 0; i < 20; ++i) {
    h_.Press(Qt::Key_Tab);
    EXPECT_TRUE(h_.Find<QWidget>("createRoom").isAncestorOf(QApplication::focusWidget())) << h_.Focused().toStdString();
  }
}

TEST_F(SheetsTest, AnEmojiIsFoundByNameAndTaken) {
  h_.window.OpenEmojiPicker();
  h_.Type("party popper");
  h_.Press(Qt::Key_Return);
  EXPECT_EQ(h_.window.composer().text(), QString::fromUtf16(u"🎉"));
  EXPECT_EQ(h_.Focused(), QStringLiteral("composer"));
}

TEST_F(SheetsTest, ARoomIsCreatedAndOpened) {
  h_.window.OpenCreateRoom();
  EXPECT_FALSE(h_.Find<QPushButton>("done").isEnabled());
  h_.Type("#gamma");
  h_.Find<QRadioButton>("roomPrivate").click();
  h_.Find<QLineEdit>("roomName").setFocus();
  h_.Press(Qt::Key_Return);
  EXPECT_TRUE(WaitUntil([&] { return !h_.Has("createRoom"); }));
  const Room* room = h_.session.rooms().Find(h_.window.room());
  ASSERT_NE(room, nullptr);
  EXPECT_EQ(room->title, QStringLiteral("gamma"));
  EXPECT_EQ(room->kind, RoomKind::kPrivate);
}

TEST_F(SheetsTest, ARefusalIsSaidAndOneCanTryAgain) {
  h_.session.FailNext(QStringLiteral("There is a room of this name already."));
  h_.window.OpenCreateRoom();
  h_.Type("alpha");
  h_.Press(Qt::Key_Return);
  EXPECT_FALSE(h_.Find<QPushButton>("done").isEnabled());
  EXPECT_TRUE(WaitUntil([&] { return h_.Find<QLabel>("failure").isVisible(); }));
  EXPECT_EQ(h_.Find<QLabel>("failure").text(), QStringLiteral("There is a room of this name already."));
  EXPECT_TRUE(h_.Find<QPushButton>("done").isEnabled());
}

TEST_F(SheetsTest, ARoomIsFoundAndJoined) {
  h_.session.AddFindable(QStringLiteral("delta"), {}, 3);
  h_.session.AddFindable(QStringLiteral("omega"), {}, 3);
  h_.window.OpenFindRooms();
  h_.Type("omeg");
  EXPECT_TRUE(WaitUntil([&] { return h_.Find<QListView>("foundRooms").model()->rowCount() == 1; }));
  h_.Press(Qt::Key_Return);
  EXPECT_TRUE(WaitUntil([&] { return !h_.Has("findRooms"); }));
  EXPECT_EQ(h_.session.rooms().Find(h_.window.room())->title, QStringLiteral("omega"));
}

TEST_F(SheetsTest, APersonIsWrittenToAndInvited) {
  h_.window.OpenInvite();
  h_.Type("@bob");
  h_.Press(Qt::Key_Return);
  EXPECT_TRUE(WaitUntil([&] { return !h_.Has("invitePerson"); }));
  EXPECT_TRUE(h_.Asked("invite 1 bob"));
  h_.window.OpenDirect();
  h_.Type("bob");
  h_.Press(Qt::Key_Return);
  EXPECT_TRUE(WaitUntil([&] { return !h_.Has("directMessage"); }));
  EXPECT_EQ(h_.session.rooms().Find(h_.window.room())->kind, RoomKind::kDirect);
}

TEST_F(SheetsTest, AnOpenSheetFollowsTheTheme) {
  h_.window.OpenFindRooms();
  h_.theme.SetChoice(ThemeChoice::kDark);
  QWidget& list = *h_.Find<QListView>("foundRooms").viewport();
  EXPECT_EQ(list.grab().toImage().pixelColor(list.width() / 2, list.height() - 4), h_.theme.tokens().popup);
}

TEST_F(SheetsTest, SettingsHoldAtOnce) {
  h_.window.OpenSettings();
  h_.Find<QRadioButton>("themeDark").click();
  EXPECT_TRUE(h_.theme.tokens().dark);
  h_.Find<QSlider>("textSize").setValue(30);
  EXPECT_EQ(h_.theme.text_percent(), 150);
}

}  // namespace
}  // namespace conclave::desktop
