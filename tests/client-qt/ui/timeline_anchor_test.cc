// The guarantee of the timeline: whatever changes, what one reads stays where it is.
#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <utility>

#include "tests/client-qt/ui/timeline_harness.h"

namespace conclave::desktop {
namespace {

constexpr int kEndRoom = 8;

// Lays all rows out in a view that shows them all at once.
class NaiveLayout {
 public:
  NaiveLayout(const TimelineHarness& harness, int width, std::optional<Seq> unread_after)
      : engine_(harness.theme, QTimeZone::utc()) {
    engine_.Resize({width, 1'000'000});
    engine_.SetModel(&harness.model);
    engine_.SetUnreadAfter(unread_after);
  }

  [[nodiscard]] int BodyTop(int row) const { return engine_.BodyRect(row).top() - engine_.RowTop(0); }
  [[nodiscard]] int Content() const {
    return engine_.rows() == 0 ? 0 : engine_.RowRect(engine_.rows() - 1).bottom() + 1 - engine_.RowTop(0) + kEndRoom;
  }

 private:
  TimelineEngine engine_;
};

// A random story that somebody scrolls in.
class Story {
 public:
  explicit Story(unsigned seed) : random_(seed), harness_({700, 400}) {}

  void Step();

 private:
  struct Hold {
    MessageKey key;
    int top = 0;
  };

  int Pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
  QString Words() {
    QString text;
    for (int i = Pick(40); i >= 0; --i)
      text += QString(1 + Pick(9), QChar(u'a' + Pick(26))) + (Pick(9) == 0 ? u'\n' : u' ');
    return text;
  }
  TimeUs NextTime() { return time_ += Pick(4) == 0 ? 600 * kMinuteUs : kMinuteUs; }

  void Change();
  void Append();
  void Prepend();
  void Unsent();
  // The first message that begins in view.
  std::optional<Hold> TakeHold();
  std::optional<int> RowOf(const MessageKey& key);
  void ExpectHeld(const Hold& hold);
  void ExpectNaive();

  std::mt19937 random_;
  TimelineHarness harness_;
  TimelineEngine& engine_ = harness_.engine;
  Seq first_ = 5000;
  Seq last_ = 4999;
  TimeUs time_ = kMidnight;
  TimeUs oldest_ = kMidnight;
  std::optional<Seq> unread_after_;
};

void Story::Append() {
  std::vector<Message> messages;
  for (int i = Pick(5); i >= 0; --i) {
    messages.push_back(TextMessage(++last_, static_cast<std::uint32_t>(1 + Pick(3)), Words(), NextTime()));
  }
  harness_.model.Append(messages);
}

void Story::Prepend() {
  std::vector<Message> messages;
  for (int i = Pick(12); i >= 0; --i) {
    oldest_ -= Pick(4) == 0 ? 600 * kMinuteUs : kMinuteUs;
    messages.insert(messages.begin(), TextMessage(--first_, static_cast<std::uint32_t>(1 + Pick(3)), Words(), oldest_));
  }
  harness_.model.Prepend(messages, false);
}

void Story::Unsent() {
  const Message message = UnsentMessage(static_cast<std::uint8_t>(Pick(3)), Words(), time_);
  if (Pick(3) == 0) {
    harness_.model.RemoveUnsent(message.command);
  } else {
    harness_.model.PutUnsent(message);
  }
}

void Story::Change() {
  switch (Pick(7)) {
    case 0:
    case 1:
      return Append();
    case 2:
      return Prepend();
    case 3:
    case 4:
      return Unsent();
    case 5:
      return engine_.Resize({400 + Pick(500), 200 + Pick(400)});
    default:
      unread_after_ = first_ + static_cast<Seq>(Pick(20));
      return engine_.SetUnreadAfter(unread_after_);
  }
}

std::optional<Story::Hold> Story::TakeHold() {
  if (engine_.rows() == 0 || engine_.at_end()) return std::nullopt;
  for (int row = engine_.RowAt(0); row < engine_.rows(); ++row) {
    const int top = engine_.BodyRect(row).top();
    if (top >= 0)
      return top < engine_.view().height() ? std::optional(Hold{KeyOf(harness_.model.At(row)), top}) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<int> Story::RowOf(const MessageKey& key) {
  for (int row = 0; row < engine_.rows(); ++row) {
    if (KeyOf(harness_.model.At(row)) == key) return row;
  }
  return std::nullopt;
}

void Story::ExpectHeld(const Hold& hold) {
  const std::optional<int> row = RowOf(hold.key);
  if (!row) return;
  const NaiveLayout naive(harness_, engine_.view().width(), unread_after_);
  const int most = std::max(0, naive.Content() - engine_.view().height());
  // Only where the story ends it may give way.
  const int scroll = std::clamp(naive.BodyTop(*row) - hold.top, 0, most);
  ASSERT_EQ(engine_.BodyRect(*row).top(),
            naive.BodyTop(*row) - scroll + std::max(0, engine_.view().height() - naive.Content()));
}

void Story::ExpectNaive() {
  if (engine_.rows() == 0) return;
  const NaiveLayout naive(harness_, engine_.view().width(), unread_after_);
  const int shown = engine_.RowAt(0);
  for (int row = shown; row < engine_.rows() && engine_.RowTop(row) < engine_.view().height(); ++row) {
    ASSERT_EQ(engine_.BodyRect(row).top() - engine_.BodyRect(shown).top(), naive.BodyTop(row) - naive.BodyTop(shown));
  }
  if (engine_.at_end() && engine_.scroll() == engine_.max_scroll()) {
    ASSERT_EQ(engine_.RowRect(engine_.rows() - 1).bottom() + 1 + kEndRoom, engine_.view().height());
  }
}

void Story::Step() {
  if (engine_.rows() > 0 && Pick(3) == 0) engine_.ScrollTo(Pick(engine_.max_scroll() + 1));
  const bool was_at_end = engine_.at_end();
  const std::optional<Hold> hold = TakeHold();
  Change();
  if (hold) ExpectHeld(*hold);
  if (was_at_end && engine_.rows() > 0) {
    ASSERT_EQ(engine_.scroll(), engine_.max_scroll());
  }
  ExpectNaive();
}

class TimelineAnchorTest : public testing::TestWithParam<unsigned> {};

TEST_P(TimelineAnchorTest, WhatOneReadsStaysToThePixel) {
  Story story(GetParam());
  for (int step = 0; step < 40; ++step) {
    SCOPED_TRACE(step);
    story.Step();
    if (HasFatalFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, TimelineAnchorTest, testing::Range(1U, 6U));

// A long story whose texts come only when they are looked at.
class LateTexts {
 public:
  explicit LateTexts(unsigned seed) : random_(seed) {
    engine.Resize({700, 400});
    engine.SetModel(&model);
    QObject::connect(&model, &TimelineModel::rowsInserted,
                     [this](const QModelIndex&, int first, int last) { engine.RowsInserted(first, last); });
    QObject::connect(&model, &TimelineModel::dataChanged, [this](const QModelIndex& from, const QModelIndex& to) {
      engine.RowsChanged(from.row(), to.row());
    });
    QObject::connect(&model, &TimelineModel::TextsWanted, [this](Seq first, Seq last) { wanted_ = {first, last}; });
    std::vector<Message> messages;
    for (Seq seq = 1; seq <= 1500; ++seq) {
      QString words;
      for (auto i = random_() % 60; i > 0; --i) words += QStringLiteral("word ");
      messages.push_back(TextMessage(seq, static_cast<std::uint32_t>(1 + random_() % 3), words,
                                     kMidnight + static_cast<TimeUs>(seq) * kMinuteUs));
    }
    all.model.Append(messages);
    for (Message& message : messages) {
      message.length = static_cast<int>(message.document->PlainText().size());
      message.document = AbsentDocument();
    }
    model.Append(messages);
  }

  void Look() { model.LookAt(engine.RowAt(0), engine.LastInView()); }
  void Jump() {
    engine.ScrollTo(static_cast<int>(random_() % static_cast<unsigned>(engine.max_scroll())));
    Look();
  }
  // Answers one question; false when there is none.
  bool Answer() {
    if (!wanted_) return false;
    const auto [first, last] = *std::exchange(wanted_, std::nullopt);
    std::vector<Message> texts;
    for (Seq seq = first; seq <= last; ++seq) texts.push_back(all.model.At(static_cast<int>(seq) - 1));
    model.PutTexts(texts);
    return true;
  }

  TimelineHarness all{{700, 1'000'000}};
  TimelineModel model{RoomId(1), TimelineModel::Texts::kBrought};
  TimelineEngine engine{all.theme, QTimeZone::utc()};

 private:
  std::mt19937 random_;
  std::optional<std::pair<Seq, Seq>> wanted_;
};

TEST_P(TimelineAnchorTest, TextsThatComeLateLeaveTheMessageAtTheTopInPlace) {
  LateTexts story(GetParam());
  TimelineEngine& engine = story.engine;
  for (int jump = 0; jump < 20; ++jump) {
    SCOPED_TRACE(jump);
    story.Jump();
    const bool free = engine.scroll() > 0 && engine.scroll() < engine.max_scroll() - engine.view().height();
    const int row = engine.RowAt(0) + 1;
    const int top = engine.BodyRect(row).top();
    while (story.Answer()) story.Look();
    if (free) {
      ASSERT_EQ(engine.BodyRect(row).top(), top);
    }
    for (int shown = engine.RowAt(0); shown <= engine.LastInView(); ++shown) {
      ASSERT_FALSE(story.model.At(shown).absent());
      ASSERT_EQ(engine.RowRect(shown).height(), story.all.engine.RowRect(shown).height()) << "row " << shown;
    }
  }
}

TEST(TimelineAnchorTest, TextThatGrowsLeavesTheMessageAtTheTopInPlace) {
  TimelineHarness harness({700, 300});
  for (Seq seq = 1; seq <= 60; ++seq) {
    harness.Say(seq, static_cast<std::uint32_t>(1 + seq % 2), QStringLiteral("some words"));
  }
  harness.engine.ScrollTo(700);
  const int row = harness.engine.RowAt(0) + 1;
  const int top = harness.engine.BodyRect(row).top();
  harness.theme.SetTextPercent(150);
  harness.engine.Restyle();
  EXPECT_EQ(harness.engine.BodyRect(row).top(), top);
}

}  // namespace
}  // namespace conclave::desktop
