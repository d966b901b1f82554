// Texts that are in memory only while somebody looks.
#include <gmock/gmock.h>

#include <QSignalSpy>
#include <random>

#include "client-qt/model/timeline_model.h"
#include "tests/client-qt/support/print.h"

namespace conclave::desktop {
namespace {

QString WordsOf(Seq seq) { return QStringLiteral("text %1").arg(seq); }

Message Head(Seq seq) { return {.seq = seq, .author = UserId(2), .document = AbsentDocument(), .length = 8}; }

Message Whole(Seq seq) {
  Message message = Head(seq);
  message.document = PlainDocument(WordsOf(seq));
  return message;
}

std::vector<Message> Many(Seq first, Seq last, Message (*make)(Seq)) {
  std::vector<Message> messages;
  for (Seq seq = first; seq <= last; ++seq) messages.push_back(make(seq));
  return messages;
}

// A story of 5,000 messages whose last hundred were read from the cache, and a cache that answers when it is told to.
class TimelineTextsTest : public ::testing::Test {
 protected:
  TimelineTextsTest() {
    QObject::connect(&model_, &TimelineModel::TextsWanted, [this](Seq first, Seq last) {
      EXPECT_FALSE(wanted_.has_value()) << "one question at a time";
      wanted_ = {first, last};
    });
    model_.Append(Many(4901, 5000, Whole));
    model_.Prepend(Many(1, 4900, Head), true);
  }

  // False when nothing was asked for.
  bool Answer() {
    if (!wanted_) return false;
    const auto [first, last] = *std::exchange(wanted_, std::nullopt);
    model_.PutTexts(Many(first, last, Whole));
    return true;
  }
  void AnswerAll() {
    while (Answer()) {
    }
  }
  [[nodiscard]] int Texts() const {
    int texts = 0;
    for (int row = 0; row < model_.rowCount(); ++row) texts += model_.At(row).absent() ? 0 : 1;
    return texts;
  }

  TimelineModel model_{RoomId(1), TimelineModel::Texts::kBrought};
  std::optional<std::pair<Seq, Seq>> wanted_;
};

TEST_F(TimelineTextsTest, NothingIsAskedForUntilSomebodyLooks) {
  EXPECT_FALSE(wanted_.has_value());
  EXPECT_EQ(Texts(), 100);
}

TEST_F(TimelineTextsTest, WhatIsInViewComesFirst) {
  model_.LookAt(2000, 2020);
  ASSERT_TRUE(wanted_.has_value());
  EXPECT_LE(wanted_->first, 2001U);
  EXPECT_GE(wanted_->second, 2021U);
  QSignalSpy changed(&model_, &QAbstractItemModel::dataChanged);
  Answer();
  EXPECT_EQ(changed.count(), 1);
  EXPECT_TRUE(model_.HasAllTexts(2000, 2020));
  EXPECT_EQ(model_.At(2010).document->PlainText(), WordsOf(2011));
}

TEST_F(TimelineTextsTest, TextsLeftBehindAreLetGoOfAndComeBack) {
  model_.LookAt(2000, 2020);
  AnswerAll();
  EXPECT_EQ(Texts(), 100 + 21 + 2 * TextWindow::kReach);
  model_.LookAt(100, 120);
  EXPECT_FALSE(model_.HasAllTexts(2000, 2000));
  AnswerAll();
  EXPECT_LE(Texts(), 100 + 21 + 2 * TextWindow::kReach);
  model_.LookAt(2000, 2020);
  AnswerAll();
  EXPECT_TRUE(model_.HasAllTexts(2000, 2020));
}

TEST_F(TimelineTextsTest, AnAnswerForAPlaceLeftMeanwhileIsNotKept) {
  model_.LookAt(2000, 2020);
  model_.LookAt(100, 120);
  Answer();
  EXPECT_FALSE(model_.HasAllTexts(2000, 2000));
  AnswerAll();
  EXPECT_TRUE(model_.HasAllTexts(100, 120));
}

TEST_F(TimelineTextsTest, WhatCannotBeHadIsNotAskedForAgainAtOnce) {
  model_.LookAt(2000, 2020);
  wanted_.reset();
  model_.PutTexts({});
  EXPECT_FALSE(wanted_.has_value());
  model_.LookAt(2001, 2021);
  EXPECT_FALSE(wanted_.has_value());
  model_.LookAt(100, 120);
  EXPECT_TRUE(wanted_.has_value());
}

TEST_F(TimelineTextsTest, AStreamOfMessagesLeavesFewTextsBehind) {
  for (Seq seq = 5001; seq <= 9000; ++seq) model_.Append(std::vector<Message>{Whole(seq)});
  EXPECT_LE(Texts(), 2 * TextWindow::kTail);
  EXPECT_TRUE(model_.HasAllTexts(8999 - TextWindow::kTail, 8999));
}

TEST_F(TimelineTextsTest, WhatWaitsToBeSentStays) {
  Message mine{.command = CommandId({1}), .own = true, .document = PlainDocument(QStringLiteral("mine"))};
  mine.state = SendState::kQueued;
  model_.PutUnsent(mine);
  model_.LookAt(0, 20);
  AnswerAll();
  model_.LookAway();
  for (Seq seq = 5001; seq <= 5400; ++seq) model_.Append(std::vector<Message>{Whole(seq)});
  EXPECT_EQ(model_.At(model_.rowCount() - 1).document->PlainText(), QStringLiteral("mine"));
}

TEST_F(TimelineTextsTest, WhoReadsAllGetsAll) {
  model_.KeepAllTexts();
  AnswerAll();
  EXPECT_EQ(Texts(), model_.rowCount());
}

TEST_F(TimelineTextsTest, AfterClearingAnAnswerFromBeforeDoesNoHarm) {
  model_.LookAt(2000, 2020);
  model_.Clear();
  EXPECT_TRUE(Answer());
  EXPECT_EQ(model_.rowCount(), 0);
  model_.Append(Many(1, 3, Head));
  model_.LookAt(0, 2);
  AnswerAll();
  EXPECT_EQ(Texts(), 3);
}

TEST(TimelineKeptTextsTest, ATimelineOfItsOwnKeepsAllTexts) {
  TimelineModel model{RoomId(1)};
  model.Append(Many(1, 1000, Whole));
  model.LookAt(900, 920);
  EXPECT_TRUE(model.HasAllTexts(0, 999));
}

}  // namespace
}  // namespace conclave::desktop
