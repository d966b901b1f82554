#include "client-qt/ui/timeline/timeline_view.h"

#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QClipboard>
#include <QHelpEvent>
#include <QScrollBar>
#include <QToolTip>

#include "tests/client-qt/ui/window_harness.h"

namespace conclave::desktop {
namespace {

class TimelineViewTest : public ::testing::Test {
 protected:
  TimelineView& view() { return h_.window.timeline(); }
  TimelineEngine& engine() { return view().engine(); }
  QPoint InText(int row, int x) { return engine().TextOrigin(row) + QPoint(x, 10); }
  void Drag(const QPoint& from, const QPoint& to) {
    QTest::mousePress(view().viewport(), Qt::LeftButton, Qt::NoModifier, from);
    // QTest's own moves carry no buttons.
    QMouseEvent move(QEvent::MouseMove, to, view().viewport()->mapToGlobal(to), Qt::NoButton, Qt::LeftButton,
                     Qt::NoModifier);
    QApplication::sendEvent(view().viewport(), &move);
    QTest::mouseRelease(view().viewport(), Qt::LeftButton, Qt::NoModifier, to);
  }
  void SayMany(int count) {
    for (int i = 0; i < count; ++i) h_.session.Say(h_.room, h_.Ines(), QStringLiteral("line %1").arg(i), 660);
  }
  static QString Copied() { return QApplication::clipboard()->text(); }

  WindowHarness h_;
};

TEST_F(TimelineViewTest, AMouseSelectsOverThreeMessages) {
  Drag(InText(0, 0), InText(2, 600));
  view().setFocus();
  h_.Press(Qt::Key_C, Qt::ControlModifier);
  EXPECT_EQ(Copied(), QStringLiteral("[10:00] Ines Duarte: message number 0\n[10:01] Tomas Novak: message number 1\n"
                                     "[10:02] Ines Duarte: message number 2"));
}

TEST_F(TimelineViewTest, CopyingWaitsForTextsThatAreNotInMemory) {
  TimelineModel model(RoomId(9), TimelineModel::Texts::kBrought);
  std::vector<Message> messages;
  for (Seq seq = 1; seq <= 2000; ++seq) {
    messages.push_back(
        {.seq = seq, .author = UserId(2), .author_name = h_.Ines(), .document = PlainDocument(h_.Ines())});
  }
  model.Append(messages);
  model.Prepend({}, true);
  std::optional<std::pair<Seq, Seq>> wanted;
  QObject::connect(&model, &TimelineModel::TextsWanted, [&](Seq first, Seq last) { wanted = {first, last}; });
  view().SetModel(&model, QStringLiteral("#far"));
  engine().SelectAll();
  QApplication::clipboard()->clear();
  view().Copy();
  EXPECT_EQ(Copied(), QString());
  while (wanted) {
    const auto [first, last] = *std::exchange(wanted, std::nullopt);
    model.PutTexts(std::span(messages).subspan(first - 1, last - first + 1));
  }
  EXPECT_EQ(Copied().count(u'\n'), 1999);
  EXPECT_FALSE(model.HasAllTexts(0, 999)) << "they are needed no longer";
  view().SetModel(nullptr, {});
}

TEST_F(TimelineViewTest, ADoubleClickSelectsAWord) {
  QTest::mouseDClick(view().viewport(), Qt::LeftButton, Qt::NoModifier, InText(1, 80));
  view().Copy();
  EXPECT_EQ(Copied(), QStringLiteral("number"));
}

TEST_F(TimelineViewTest, AClickOnALinkOpensIt) {
  h_.session.Say(h_.room, h_.Ines(), QStringLiteral("https://conclave.example/docs is it"), 640);
  QTest::mouseClick(view().viewport(), Qt::LeftButton, Qt::NoModifier, InText(3, 30));
  ASSERT_EQ(h_.opened.size(), 1U);
  EXPECT_EQ(h_.opened[0], QUrl(QStringLiteral("https://conclave.example/docs")));
}

TEST_F(TimelineViewTest, ALinkOfAnotherSchemeIsNeverOpened) {
  Document document{.blocks = {{.text = QStringLiteral("press here"), .spans = {{.start = 0, .length = 10}}}}};
  document.blocks[0].spans[0].link = QStringLiteral("file:///etc/passwd");
  Message message{.seq = 4, .author = UserId(2), .document = std::make_shared<const Document>(document)};
  h_.session.Timeline(h_.room).Append({&message, 1});
  QTest::mouseClick(view().viewport(), Qt::LeftButton, Qt::NoModifier, InText(3, 30));
  EXPECT_TRUE(h_.opened.empty());
}

TEST_F(TimelineViewTest, AFailedMessageIsSentAgainOrDeletedByMouseAndKey) {
  h_.session.SayUnsent(h_.room, QStringLiteral("lost"), SendState::kFailed);
  const std::string command = h_.session.Timeline(h_.room).At(3).command.ToString();
  view().setFocus();
  h_.Press(Qt::Key_Up);
  h_.Press(Qt::Key_R);
  EXPECT_TRUE(h_.Asked(("retry 1 " + command).c_str()));
  const int y = engine().BodyRect(3).bottom() - 10;
  for (int x = 60; x < 400 && !h_.Asked(("discard 1 " + command).c_str()); x += 10) {
    QTest::mouseClick(view().viewport(), Qt::LeftButton, Qt::NoModifier, {x, y});
  }
  EXPECT_TRUE(h_.Asked(("discard 1 " + command).c_str()));
  EXPECT_EQ(engine().rows(), 3);
}

TEST_F(TimelineViewTest, TheTimeOfAFollowUpStandsAtItsLeftUnderThePointer) {
  h_.session.Say(h_.room, h_.Ines(), QStringLiteral("and another thing"), 603);
  const QRect gutter(0, engine().BodyRect(3).top(), 60, engine().BodyRect(3).height());
  const auto inked = [&] {
    const QImage image = view().viewport()->grab(gutter).toImage();
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) count += image.pixelColor(x, y).lightness() < 160 ? 1 : 0;
    }
    return count;
  };
  QTest::mouseMove(view().viewport(), InText(0, 10));
  EXPECT_EQ(inked(), 0);
  QTest::mouseMove(view().viewport(), InText(3, 10));
  EXPECT_GT(inked(), 20);
}

TEST_F(TimelineViewTest, ATimeUnderThePointerSaysItsDateInFull) {
  h_.session.Say(h_.room, h_.Ines(), QStringLiteral("and another thing"), 603);
  const auto tip = [&](const QPoint& point) {
    QHelpEvent help(QEvent::ToolTip, point, view().viewport()->mapToGlobal(point));
    QApplication::sendEvent(view().viewport(), &help);
    return QToolTip::text();
  };
  EXPECT_EQ(tip(InText(3, -30)), QStringLiteral("Tuesday, 24 November 2026, 10:03:00")) << "beside a follow-up";
  EXPECT_EQ(tip(QPoint(engine().TextOrigin(1).x() + 105, engine().BodyRect(1).top() + 20)),
            QStringLiteral("Tuesday, 24 November 2026, 10:01:00"))
      << "behind the author's name";
}

TEST_F(TimelineViewTest, OlderHistoryIsAskedForWhenLessThanTwoScreensAreLeft) {
  TimelineModel model(RoomId(9));
  std::vector<Message> messages;
  for (Seq seq = 1001; seq <= 1400; ++seq) {
    messages.push_back(
        {.seq = seq, .author = UserId(2), .author_name = h_.Ines(), .document = PlainDocument(h_.Ines())});
  }
  model.Append(messages);
  model.SetReadUpTo(2000);
  int asked = 0;
  QObject::connect(&model, &TimelineModel::OlderWanted, [&] { ++asked; });
  view().SetModel(&model, QStringLiteral("#far"));
  EXPECT_EQ(asked, 0);
  view().verticalScrollBar()->setValue(3 * view().viewport()->height());
  EXPECT_EQ(asked, 0);
  view().verticalScrollBar()->setValue(view().viewport()->height());
  EXPECT_EQ(asked, 1);
  view().verticalScrollBar()->setValue(0);
  EXPECT_EQ(asked, 1) << "one page at a time";
  view().SetModel(nullptr, {});
}

TEST_F(TimelineViewTest, TheJumpButtonCountsWhatCameMeanwhile) {
  SayMany(80);
  EXPECT_FALSE(h_.Has("jumpToEnd"));
  view().verticalScrollBar()->setValue(0);
  EXPECT_TRUE(h_.Has("jumpToEnd"));
  SayMany(2);
  QAbstractButton& jump = h_.Find<QAbstractButton>("jumpToEnd");
  EXPECT_EQ(jump.accessibleName(), QStringLiteral("Jump to 2 new messages"));
  jump.click();
  EXPECT_TRUE(engine().at_end());
  EXPECT_FALSE(h_.Has("jumpToEnd"));
}

TEST_F(TimelineViewTest, ItOpensAtTheFirstUnreadMessageAndTheLineStays) {
  for (int i = 0; i < 100; ++i) h_.session.Say(h_.other, h_.Ines(), QStringLiteral("line"), 600);
  h_.session.Timeline(h_.other).SetReadUpTo(20);
  h_.window.OpenRoom(h_.other);
  EXPECT_EQ(engine().unread_row(), 20);
  EXPECT_EQ(engine().BodyRect(20).top(), engine().view().height() / 4);
  h_.session.Timeline(h_.other).SetReadUpTo(60);
  EXPECT_EQ(engine().unread_row(), 20);
  h_.Press(Qt::Key_Escape);
  EXPECT_EQ(engine().unread_row(), std::nullopt);
  EXPECT_TRUE(engine().at_end());
}

TEST_F(TimelineViewTest, AMessageIsReadAfterItWasLookedAtForASecond) {
  h_.session.Say(h_.room, h_.Ines(), QStringLiteral("new"), 640);
  int looks = 0;
  EXPECT_TRUE(WaitUntil([&] { return ++looks > 100; }));
  EXPECT_FALSE(h_.Asked("read 1 4"));
  h_.clock.Advance(absl::Seconds(1));
  EXPECT_TRUE(WaitUntil([&] { return h_.Asked("read 1 4"); }));
}

TEST_F(TimelineViewTest, KeysMoveAndMark) {
  SayMany(120);
  view().setFocus();
  h_.Press(Qt::Key_Home, Qt::ControlModifier);
  EXPECT_EQ(engine().scroll(), 0);
  h_.Press(Qt::Key_PageDown);
  EXPECT_EQ(engine().scroll(), engine().view().height() - 40);
  h_.Press(Qt::Key_End, Qt::ControlModifier);
  EXPECT_TRUE(engine().at_end());
  h_.Press(Qt::Key_Up);
  EXPECT_EQ(view().focus_row(), 122);
  h_.Press(Qt::Key_Up);
  EXPECT_EQ(view().focus_row(), 121);
  h_.Press(Qt::Key_C);
  EXPECT_EQ(Copied(), QStringLiteral("line 118"));
}

TEST_F(TimelineViewTest, WhatIsTypedGoesIntoTheComposer) {
  view().setFocus();
  h_.Press(Qt::Key_X);
  EXPECT_EQ(h_.window.composer().text(), QStringLiteral("x"));
  EXPECT_EQ(h_.Focused(), QStringLiteral("composer"));
}

}  // namespace
}  // namespace conclave::desktop
