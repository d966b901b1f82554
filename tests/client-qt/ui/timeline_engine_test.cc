#include "client-qt/ui/timeline/timeline_engine.h"

#include <gtest/gtest.h>

#include <QImage>
#include <QPainter>
#include <algorithm>

#include "client-qt/app/demo/demo_clock.h"
#include "client-qt/ui/timeline/timeline_painter.h"
#include "tests/client-qt/ui/timeline_harness.h"

namespace conclave::desktop {
namespace {

QString Words(int count) {
  QString text;
  for (int i = 0; i < count; ++i) text += QStringLiteral("word ");
  return text.trimmed();
}

class TimelineEngineTest : public testing::Test {
 protected:
  [[nodiscard]] RowPlan Plan(int row) const { return harness_.engine.Plan(row); }
  void SelectAcross(const TextPlace& from, const TextPlace& to) {
    engine_.selection().Start(from);
    engine_.selection().ExtendTo(to);
  }

  TimelineHarness harness_{{800, 600}};
  TimelineEngine& engine_ = harness_.engine;
};

TEST_F(TimelineEngineTest, OneAuthorsMessagesWithinFiveMinutesAreAGroup) {
  harness_.Say(1, 1, Words(1), kMidnight);
  harness_.Say(2, 1, Words(1), kMidnight + 5 * kMinuteUs - 1);
  harness_.Say(3, 1, Words(1), kMidnight + 10 * kMinuteUs);
  harness_.Say(4, 2, Words(1), kMidnight + 10 * kMinuteUs);
  EXPECT_TRUE(Plan(0).header);
  EXPECT_FALSE(Plan(1).header);
  EXPECT_TRUE(Plan(2).header);
  EXPECT_TRUE(Plan(3).header);
}

TEST_F(TimelineEngineTest, ANewDayHasItsNameAndStartsAGroup) {
  harness_.Say(1, 1, Words(1), kMidnight - kMinuteUs);
  harness_.Say(2, 1, Words(1), kMidnight);
  EXPECT_EQ(Plan(1), (RowPlan{.day = true, .header = true}));
}

TEST_F(TimelineEngineTest, TheUnreadLineIsAboveTheFirstMessageOfSomebodyElse) {
  for (Seq seq = 1; seq <= 4; ++seq) harness_.Say(seq, 2, Words(1));
  engine_.SetUnreadAfter(2);
  EXPECT_EQ(engine_.unread_row(), 2);
  EXPECT_TRUE(Plan(2).unread);
  engine_.SetUnreadAfter(std::nullopt);
  EXPECT_EQ(engine_.unread_row(), std::nullopt);
}

TEST_F(TimelineEngineTest, TheUnreadLineStaysWithItsMessageWhenHistoryComes) {
  for (Seq seq = 10; seq <= 14; ++seq) harness_.Say(seq, 2, Words(1));
  engine_.SetUnreadAfter(12);
  const std::vector<Message> older{TextMessage(8, 1, Words(1), kMidnight), TextMessage(9, 1, Words(1), kMidnight)};
  harness_.model.Prepend(older, false);
  EXPECT_EQ(harness_.model.At(*engine_.unread_row()).seq, 13U);
}

TEST_F(TimelineEngineTest, HeightIsThatOfTheLines) {
  harness_.Say(1, 1, Words(1));
  harness_.Say(2, 1, Words(400));
  const int lines = (engine_.RowRect(1).height() - 2) / 22;
  EXPECT_EQ(engine_.RowRect(1).height(), lines * 22 + 2);
  EXPECT_GT(lines, 20);
}

TEST_F(TimelineEngineTest, OnlyWhatIsNearTheViewIsLaidOut) {
  std::vector<Message> messages;
  for (Seq seq = 1; seq <= 100'000; ++seq)
    messages.push_back(TextMessage(seq, static_cast<std::uint32_t>(1 + seq % 3), Words(12), kMidnight));
  harness_.model.Append(messages);
  EXPECT_TRUE(engine_.at_end());
  engine_.ScrollTo(engine_.max_scroll() / 2);
  EXPECT_NEAR(engine_.RowAt(0), 50'000, 500);
}

TEST_F(TimelineEngineTest, CopyOfOneMessageIsItsTextAlone) {
  harness_.Say(1, 1, QStringLiteral("hello world"));
  SelectAcross({0, 6}, {0, 11});
  EXPECT_EQ(engine_.SelectedText(), QStringLiteral("world"));
}

TEST_F(TimelineEngineTest, CopyOfSeveralSaysWhenAndWho) {
  harness_.Say(1, 1, QStringLiteral("hello world"), kMidnight + 581 * kMinuteUs);
  harness_.Say(2, 2, QStringLiteral("second"), kMidnight + 582 * kMinuteUs);
  harness_.Say(3, 1, QStringLiteral("third one"), kMidnight + 583 * kMinuteUs);
  SelectAcross({2, 5}, {0, 6});
  EXPECT_EQ(engine_.SelectedText(),
            QStringLiteral("[09:41] Author 1: world\n[09:42] Author 2: second\n[09:43] Author 1: third"));
}

TEST_F(TimelineEngineTest, TheSelectionKeepsToItsMessages) {
  harness_.Say(10, 1, QStringLiteral("hello world"));
  SelectAcross({0, 0}, {0, 5});
  const std::vector<Message> older{TextMessage(9, 2, Words(3), kMidnight)};
  harness_.model.Prepend(older, false);
  EXPECT_EQ(engine_.SelectedText(), QStringLiteral("hello"));
}

TEST_F(TimelineEngineTest, AWordIsSelectedWhereverItIsHit) {
  harness_.Say(1, 1, QStringLiteral("one zwei drei"));
  for (const int offset : {4, 5, 7}) {
    engine_.SelectWordAt({0, offset});
    EXPECT_EQ(engine_.SelectedText(), QStringLiteral("zwei")) << offset;
  }
}

TEST_F(TimelineEngineTest, APointInTheTextIsAPlaceInIt) {
  harness_.Say(1, 1, QStringLiteral("hello world"));
  const QPoint start = engine_.TextOrigin(0) + QPoint(0, 10);
  EXPECT_EQ(engine_.PlaceAt(start), (TextPlace{0, 0}));
  EXPECT_EQ(engine_.PlaceAt(start + QPoint(600, 0)), (TextPlace{0, 11}));
  EXPECT_EQ(engine_.PlaceAt(start + QPoint(0, -1000)), (TextPlace{0, 0}));
}

TEST_F(TimelineEngineTest, AFewEmojiAloneAreLarge) {
  harness_.Say(1, 1, QString::fromUtf16(u"🎉❤️"));
  harness_.Say(2, 1, QString::fromUtf16(u"🎉 done"));
  EXPECT_GT(engine_.LayoutOf(0).height(), 40);
  EXPECT_EQ(engine_.LayoutOf(1).height(), 22);
}

class TimelinePainterTest : public TimelineEngineTest {
 protected:
  QImage Painted(const ViewState& state = {}) {
    QImage image(engine_.view(), QImage::Format_RGB32);
    QPainter painter(&image);
    painter_.Paint(painter, state);
    return image;
  }
  static int Pixels(const QImage& image, const QColor& colour) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) count += image.pixelColor(x, y) == colour;
    }
    return count;
  }

  DemoClock clock_;
  TimelinePainter painter_{engine_, clock_};
};

TEST_F(TimelinePainterTest, AColouredEmojiIsInColour) {
  harness_.Say(1, 1, QString::fromUtf16(u"❤️"));
  const QRect text(engine_.TextOrigin(0), QSize(40, 40));
  const QImage image = Painted();
  int red = 0;
  for (int y = text.top(); y < text.bottom(); ++y) {
    for (int x = text.left(); x < text.right(); ++x) {
      const QColor colour = image.pixelColor(x, y);
      red += colour.red() > 180 && colour.green() < 90;
    }
  }
  EXPECT_GT(red, 200);
}

TEST_F(TimelinePainterTest, TheSelectionIsSeen) {
  harness_.Say(1, 1, QStringLiteral("hello world"));
  const int before = Pixels(Painted(), harness_.theme.tokens().text_selection);
  SelectAcross({0, 0}, {0, 11});
  EXPECT_GT(Pixels(Painted(), harness_.theme.tokens().text_selection), before + 500);
}

TEST_F(TimelinePainterTest, TheUnreadLineIsSeen) {
  harness_.Say(1, 1, QStringLiteral("hello"));
  harness_.Say(2, 2, QStringLiteral("world"));
  engine_.SetUnreadAfter(1);
  EXPECT_GT(Pixels(Painted(), harness_.theme.tokens().danger), 500);
}

TEST_F(TimelinePainterTest, ALinkIsFoundUnderThePoint) {
  Document document{.blocks = {{.text = QStringLiteral("see docs"), .spans = {{.start = 4, .length = 4}}}}};
  document.blocks[0].spans[0].link = QStringLiteral("https://conclave.example");
  Message message = TextMessage(1, 1, {}, kMidnight);
  message.document = std::make_shared<const Document>(document);
  harness_.model.Append({&message, 1});
  const QPoint start = engine_.TextOrigin(0) + QPoint(2, 10);
  EXPECT_EQ(painter_.HitAt(start).kind, HitKind::kText);
  EXPECT_EQ(painter_.HitAt(start + QPoint(40, 0)).kind, HitKind::kLink);
  EXPECT_EQ(painter_.HitAt(start + QPoint(40, 0)).link, QStringLiteral("https://conclave.example"));
  EXPECT_EQ(painter_.HitAt(start + QPoint(400, 0)).kind, HitKind::kNothing);
}

TEST_F(TimelinePainterTest, AFailedMessageOffersRetryAndDelete) {
  Message message = UnsentMessage(1, QStringLiteral("hello"), kMidnight);
  message.state = SendState::kFailed;
  harness_.model.PutUnsent(message);
  const int y = engine_.BodyRect(0).bottom() - 10;
  std::vector<HitKind> found;
  for (int x = 0; x < engine_.view().width(); ++x) {
    const HitKind kind = painter_.HitAt({x, y}).kind;
    if (found.empty() || found.back() != kind) found.push_back(kind);
  }
  EXPECT_EQ(std::count(found.begin(), found.end(), HitKind::kRetry), 1);
  EXPECT_EQ(std::count(found.begin(), found.end(), HitKind::kDelete), 1);
}

}  // namespace
}  // namespace conclave::desktop
