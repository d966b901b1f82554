#include "client-qt/ui/composer/composer.h"

#include <gtest/gtest.h>

#include <QInputMethodEvent>

#include "tests/client-qt/ui/window_harness.h"

namespace conclave::desktop {
namespace {

class ComposerTest : public ::testing::Test {
 protected:
  ComposerEdit& edit() { return h_.window.composer().edit(); }
  void Compose(const QString& preedit) {
    QInputMethodEvent event(preedit, {});
    QApplication::sendEvent(&edit(), &event);
  }

  WindowHarness h_;
};

TEST_F(ComposerTest, EnterSends) {
  h_.Type("hello there");
  h_.Press(Qt::Key_Return);
  EXPECT_TRUE(h_.Asked("send 1 hello there"));
  EXPECT_TRUE(edit().toPlainText().isEmpty());
  EXPECT_EQ(h_.session.Timeline(h_.room).At(3).document->PlainText(), QStringLiteral("hello there"));
}

TEST_F(ComposerTest, ShiftEnterBreaksTheLineAndTheBoxGrows) {
  const int one_line = edit().height();
  h_.Type("one");
  h_.Press(Qt::Key_Return, Qt::ShiftModifier);
  h_.Type("two");
  EXPECT_GT(edit().height(), one_line + 10);
  h_.Press(Qt::Key_Return);
  EXPECT_TRUE(h_.Asked("send 1 one\ntwo"));
  EXPECT_EQ(edit().height(), one_line);
}

TEST_F(ComposerTest, TheBoxGrowsToTwelveLines) {
  edit().setPlainText(QString(10, u'\n'));
  const int eleven = edit().height();
  edit().setPlainText(QString(11, u'\n'));
  const int twelve = edit().height();
  EXPECT_GT(twelve, eleven);
  edit().setPlainText(QString(40, u'\n'));
  EXPECT_EQ(edit().height(), twelve);
}

TEST_F(ComposerTest, BlanksAreNotSent) {
  h_.Type("   ");
  h_.Press(Qt::Key_Return);
  EXPECT_TRUE(h_.session.asked().filter(QStringLiteral("send")).isEmpty());
}

TEST_F(ComposerTest, EnterBelongsToAnInputMethodThatComposes) {
  h_.Type("half");
  Compose(QStringLiteral("ni"));
  h_.Press(Qt::Key_Return);
  EXPECT_TRUE(h_.session.asked().filter(QStringLiteral("send")).isEmpty());
  edit().clear();
  Compose({});
  h_.Type("ok");
  h_.Press(Qt::Key_Return);
  EXPECT_TRUE(h_.Asked("send 1 ok"));
}

TEST_F(ComposerTest, MarksGoAroundTheSelectionAndAwayAgain) {
  h_.Type("word");
  h_.Press(Qt::Key_A, Qt::ControlModifier);
  h_.Press(Qt::Key_B, Qt::ControlModifier);
  EXPECT_EQ(edit().toPlainText(), QStringLiteral("**word**"));
  h_.Press(Qt::Key_A, Qt::ControlModifier);
  h_.Press(Qt::Key_B, Qt::ControlModifier);
  EXPECT_EQ(edit().toPlainText(), QStringLiteral("word"));
}

TEST_F(ComposerTest, WithoutASelectionOneWritesBetweenTheMarks) {
  h_.Press(Qt::Key_E, Qt::ControlModifier);
  h_.Type("code");
  EXPECT_EQ(edit().toPlainText(), QStringLiteral("`code`"));
  edit().clear();
  h_.Press(Qt::Key_I, Qt::ControlModifier);
  h_.Type("x");
  EXPECT_EQ(edit().toPlainText(), QStringLiteral("*x*"));
}

TEST_F(ComposerTest, ADraftIsKeptASecondAfterTheLastKey) {
  h_.Type("half a th");
  EXPECT_FALSE(h_.Asked("draft 1 half a th"));
  EXPECT_TRUE(WaitUntil([&] { return h_.Asked("draft 1 half a th"); }));
}

TEST_F(ComposerTest, ADraftIsKeptWhenTheRoomIsLeftAndIsThereAgain) {
  h_.Type("half");
  h_.window.OpenRoom(h_.other);
  EXPECT_TRUE(h_.Asked("draft 1 half"));
  EXPECT_TRUE(edit().toPlainText().isEmpty());
  h_.window.OpenRoom(h_.room);
  EXPECT_EQ(edit().toPlainText(), QStringLiteral("half"));
}

TEST_F(ComposerTest, WhatWasSentIsNoDraftAnyMore) {
  h_.Type("half");
  h_.window.OpenRoom(h_.other);
  h_.window.OpenRoom(h_.room);
  h_.Press(Qt::Key_Return);
  EXPECT_EQ(h_.session.rooms().Find(h_.room)->draft, QString());
}

}  // namespace
}  // namespace conclave::desktop
