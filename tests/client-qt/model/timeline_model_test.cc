#include "client-qt/model/timeline_model.h"

#include <gmock/gmock.h>

#include <QSignalSpy>
#include <algorithm>
#include <random>

#include "server/core/random.h"
#include "tests/client-qt/support/model_watch.h"

namespace conclave::desktop {
namespace {

Message Text(Seq seq, const QString& text = {}) {
  return {.seq = seq,
          .author = UserId(2),
          .document = PlainDocument(text.isEmpty() ? QStringLiteral("text %1").arg(seq) : text)};
}

Message Waiting(TimeUs time, const QString& text) {
  return {.command = MakeCommandId(time, SystemRandom()),
          .time = time,
          .author = UserId(1),
          .state = SendState::kQueued,
          .own = true,
          .document = PlainDocument(text)};
}

Message Sent(Message message, Seq seq) {
  message.seq = seq;
  message.state = SendState::kSent;
  return message;
}

QStringList TextsOf(const TimelineModel& model) {
  QStringList texts;
  for (int row = 0; row < model.rowCount(); ++row) texts.push_back(model.At(row).document->PlainText());
  return texts;
}

class TimelineModelTest : public ::testing::Test {
 protected:
  void Append(const Message& message) { model_.Append({&message, 1}); }

  TimelineModel model_{RoomId(1)};
  ModelWatch watch_{model_};
};

TEST_F(TimelineModelTest, MessagesStandInTheOrderOfTheirNumbersAndWaitingOnesBehind) {
  model_.PutUnsent(Waiting(1, QStringLiteral("mine")));
  Append(Text(5));
  const std::vector<Message> older{Text(3), Text(4)};
  model_.Prepend(older, false);
  EXPECT_EQ(watch_.rows(), QStringList({QStringLiteral("text 3"), QStringLiteral("text 4"), QStringLiteral("text 5"),
                                        QStringLiteral("mine")}));
  EXPECT_EQ(model_.RowOf(4), 1);
  EXPECT_EQ(model_.RowOf(6), std::nullopt);
  EXPECT_EQ(model_.RowOf(0), std::nullopt);
}

TEST_F(TimelineModelTest, AWaitingMessageTurnsSentInItsPlaceWithoutFlicker) {
  const Message mine = Waiting(1, QStringLiteral("mine"));
  Append(Text(1));
  model_.PutUnsent(mine);
  const int inserts = watch_.inserts();
  Append(Sent(mine, 2));
  EXPECT_EQ(watch_.removes(), 0);
  EXPECT_EQ(watch_.moves(), 0);
  EXPECT_EQ(watch_.inserts(), inserts);
  EXPECT_EQ(watch_.changes(), 1);
  EXPECT_EQ(model_.At(1).seq, 2u);
  EXPECT_EQ(model_.RowOf(2), 1);
}

TEST_F(TimelineModelTest, AWaitingMessageOvertakenByAnotherIsMoved) {
  const Message first = Waiting(1, QStringLiteral("first"));
  const Message second = Waiting(2, QStringLiteral("second"));
  model_.PutUnsent(first);
  model_.PutUnsent(second);
  const std::vector<Message> came{Text(1), Sent(second, 2), Text(3)};
  model_.Append(came);
  EXPECT_EQ(watch_.removes(), 0);
  EXPECT_EQ(watch_.moves(), 1);
  EXPECT_EQ(watch_.rows(), QStringList({QStringLiteral("text 1"), QStringLiteral("second"), QStringLiteral("text 3"),
                                        QStringLiteral("first")}));
}

TEST_F(TimelineModelTest, AnAckedMessageIsSentBeforeItsNumberComes) {
  const Message mine = Waiting(1, QStringLiteral("mine"));
  model_.PutUnsent(mine);
  model_.MarkSent(mine.command);
  EXPECT_EQ(model_.At(0).state, SendState::kSent);
  EXPECT_EQ(model_.At(0).seq, 0u);
  Append(Sent(mine, 1));
  EXPECT_EQ(model_.rowCount(), 1);
}

// Without the tester, which fetches by itself.
TEST(TimelineFetchTest, OlderMessagesAreAskedForOnceAtATime) {
  TimelineModel model{RoomId(1)};
  QSignalSpy wanted(&model, &TimelineModel::OlderWanted);
  QSignalSpy beginning(&model, &TimelineModel::AtBeginningChanged);
  model.fetchMore({});
  model.fetchMore({});
  EXPECT_EQ(wanted.count(), 1);
  EXPECT_FALSE(model.canFetchMore({}));
  model.FetchFailed();
  EXPECT_TRUE(model.canFetchMore({}));
  model.fetchMore({});
  model.Prepend({}, true);
  EXPECT_EQ(beginning.count(), 1);
  EXPECT_FALSE(model.canFetchMore({}));
  model.fetchMore({});
  EXPECT_EQ(wanted.count(), 2);
}

TEST_F(TimelineModelTest, ClearingKeepsWhatTheServerDoesNotHave) {
  const Message acked = Waiting(1, QStringLiteral("acked"));
  const Message waits = Waiting(2, QStringLiteral("waits"));
  Append(Text(1));
  model_.PutUnsent(acked);
  model_.PutUnsent(waits);
  model_.MarkSent(acked.command);
  model_.SetReadUpTo(1);
  model_.Clear();
  EXPECT_EQ(watch_.rows(), QStringList({QStringLiteral("waits")}));
  EXPECT_EQ(model_.read_up_to(), 0u);
  Append(Sent(waits, 9));
  EXPECT_EQ(model_.rowCount(), 1);
}

TEST_F(TimelineModelTest, AnUpdateSaysExactlyWhichRowsChanged) {
  std::vector<Message> messages;
  for (Seq seq = 1; seq <= 6; ++seq) messages.push_back(Text(seq));
  model_.Append(messages);
  QSignalSpy changed(&model_, &QAbstractItemModel::dataChanged);
  model_.Update([](Message& message) {
    if (message.seq == 2 || message.seq == 3 || message.seq == 6) {
      message.author_name = QStringLiteral("Ines");
      return true;
    }
    return false;
  });
  ASSERT_EQ(changed.count(), 2);
  EXPECT_EQ(changed[0][0].toModelIndex().row(), 1);
  EXPECT_EQ(changed[0][1].toModelIndex().row(), 2);
  EXPECT_EQ(changed[1][0].toModelIndex().row(), 5);
  EXPECT_EQ(model_.index(5).data(TimelineModel::kAuthorRole).toString(), QStringLiteral("Ines"));
}

TEST_F(TimelineModelTest, ManyRolesAreReadAtOnce) {
  Append(Text(1, QStringLiteral("hello")));
  std::array<QModelRoleData, 3> roles{QModelRoleData(Qt::DisplayRole), QModelRoleData(TimelineModel::kStateRole),
                                      QModelRoleData(Qt::UserRole + 99)};
  model_.multiData(model_.index(0), roles);
  EXPECT_EQ(roles[0].data().toString(), QStringLiteral("hello"));
  EXPECT_EQ(roles[1].data().toInt(), static_cast<int>(SendState::kSent));
  EXPECT_FALSE(roles[2].data().isValid());
}

// A list that does the same in the most simple way.
struct NaiveTimeline {
  std::vector<Message> sent;
  std::vector<Message> waiting;

  void TakeWaiting(const CommandId& command) {
    std::erase_if(waiting, [&](const Message& each) { return each.command == command; });
  }
  [[nodiscard]] QStringList Texts() const {
    QStringList texts;
    for (const Message& each : sent) texts.push_back(each.document->PlainText());
    for (const Message& each : waiting) texts.push_back(each.document->PlainText());
    return texts;
  }
};

class TimelinePropertyTest : public ::testing::TestWithParam<unsigned> {};

TEST_P(TimelinePropertyTest, EqualsANaiveListWhateverHappens) {
  std::mt19937 random(GetParam());
  TimelineModel model{RoomId(1)};
  const ModelWatch watch{model};
  NaiveTimeline naive;
  Seq first = 1000;
  Seq next = 1000;
  const auto any_waiting = [&]() -> Message& { return naive.waiting[random() % naive.waiting.size()]; };
  for (int step = 0; step < 400; ++step) {
    switch (random() % 7) {
      case 0: {
        // What others said, mixed with what was waiting here, in any order.
        std::vector<Message> batch;
        for (std::size_t i = random() % 5; i > 0; --i) {
          if (random() % 2 == 0 && !naive.waiting.empty()) {
            batch.push_back(Sent(any_waiting(), next++));
            naive.TakeWaiting(batch.back().command);
          } else {
            batch.push_back(Text(next++));
          }
        }
        model.Append(batch);
        naive.sent.insert(naive.sent.end(), batch.begin(), batch.end());
        break;
      }
      case 1: {
        std::vector<Message> page(random() % 4);
        for (std::size_t i = 0; i < page.size(); ++i) page[i] = Text(first - page.size() + i);
        first -= page.size();
        model.Prepend(page, false);
        naive.sent.insert(naive.sent.begin(), page.begin(), page.end());
        break;
      }
      case 2:
      case 3: {
        const Message message = Waiting(step, QStringLiteral("mine %1").arg(step));
        model.PutUnsent(message);
        naive.waiting.push_back(message);
        break;
      }
      case 4: {
        if (naive.waiting.empty()) break;
        Message& message = any_waiting();
        message.state = SendState::kFailed;
        message.document = PlainDocument(message.document->PlainText() + u'!');
        model.PutUnsent(message);
        break;
      }
      case 5: {
        if (naive.waiting.empty()) break;
        const CommandId command = any_waiting().command;
        model.RemoveUnsent(command);
        naive.TakeWaiting(command);
        break;
      }
      case 6:
        if (random() % 20 != 0) break;
        model.Clear();
        naive.sent.clear();
        first = next;
        break;
    }
    ASSERT_EQ(TextsOf(model), naive.Texts()) << "step " << step;
    ASSERT_EQ(watch.rows(), naive.Texts()) << "by its signals, step " << step;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, TimelinePropertyTest, ::testing::Range(1u, 21u));

}  // namespace
}  // namespace conclave::desktop
