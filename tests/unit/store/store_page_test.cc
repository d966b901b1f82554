#include <limits>

#include "tests/unit/store/store_contract.h"

namespace conclave::store {
namespace {

constexpr Seq kBeyond = std::numeric_limits<Seq>::max();
constexpr std::size_t kEventBytes = 10;

PageQuery After(Seq bound, std::size_t max_events = kNoLimit, std::size_t max_bytes = kNoLimit) {
  return {RoomId(1), bound, Direction::kForward, max_events, max_bytes};
}

PageQuery Before(Seq bound, std::size_t max_events = kNoLimit, std::size_t max_bytes = kNoLimit) {
  return {RoomId(1), bound, Direction::kBackward, max_events, max_bytes};
}

using Seqs = std::vector<Seq>;

// Room 1 has five events of ten bytes.
class StorePageTest : public StoreContract {
 protected:
  void SetUp() override { HasRoom(1, 5, kEventBytes); }
};
CONCLAVE_TEST_EVERY_STORE(StorePageTest);

TEST_P(StorePageTest, ForwardBeginsAboveTheBound) {
  EXPECT_EQ(SeqsOf(Must(store().LoadPage(After(0)))), (Seqs{1, 2, 3, 4, 5}));
  EXPECT_EQ(SeqsOf(Must(store().LoadPage(After(3)))), (Seqs{4, 5}));
  EXPECT_EQ(SeqsOf(Must(store().LoadPage(After(5)))), Seqs{});
  EXPECT_EQ(SeqsOf(Must(store().LoadPage(After(kBeyond)))), Seqs{});
}

TEST_P(StorePageTest, BackwardEndsBelowTheBoundAndAscendsToo) {
  EXPECT_EQ(SeqsOf(Must(store().LoadPage(Before(kBeyond)))), (Seqs{1, 2, 3, 4, 5}));
  EXPECT_EQ(SeqsOf(Must(store().LoadPage(Before(6)))), (Seqs{1, 2, 3, 4, 5}));
  EXPECT_EQ(SeqsOf(Must(store().LoadPage(Before(3)))), (Seqs{1, 2}));
  EXPECT_EQ(SeqsOf(Must(store().LoadPage(Before(1)))), Seqs{});
  EXPECT_EQ(SeqsOf(Must(store().LoadPage(Before(0)))), Seqs{});
}

TEST_P(StorePageTest, EveryPageTellsTheHead) {
  EXPECT_EQ(Must(store().LoadPage(After(0, 1))).head, 5u);
  EXPECT_EQ(Must(store().LoadPage(After(9))).head, 5u);
  EXPECT_EQ(Must(store().LoadPage(Before(2))).head, 5u);
  EXPECT_EQ(Must(store().LoadPage(Before(0, 0))).head, 5u);
}

TEST_P(StorePageTest, RoomThatIsNotThereHasHeadZeroAndNoEvents) {
  for (const Direction direction : {Direction::kForward, Direction::kBackward}) {
    const EventPage page = Must(store().LoadPage({RoomId(2), 3, direction, kNoLimit, kNoLimit}));
    EXPECT_EQ(page.head, 0u);
    EXPECT_TRUE(page.events.empty());
  }
}

TEST_P(StorePageTest, EventsComeBackByteForByte) {
  EventRow event = Event(2, 1, std::string("\0\xff'\"\n%", 6));
  event.ends_for = UserId(kUserIdBound - 1);
  RoomRow room = Room(2, "bytes");
  room.head = 2;
  Commits({.rooms = {room}, .events = {event, Event(2, 2, "")}});
  EXPECT_EQ(Must(store().LoadPage({RoomId(2), 0, Direction::kForward, kNoLimit, kNoLimit})).events,
            (std::vector<EventRow>{event, Event(2, 2, "")}));
}

TEST_P(StorePageTest, EventLimitHoldsAtTheLimitAndOnePastIt) {
  EXPECT_EQ(SeqsOf(Must(store().LoadPage(After(0, 5)))), (Seqs{1, 2, 3, 4, 5}));
  EXPECT_EQ(SeqsOf(Must(store().LoadPage(After(0, 4)))), (Seqs{1, 2, 3, 4}));
  EXPECT_EQ(SeqsOf(Must(store().LoadPage(After(0, 0)))), Seqs{});
  EXPECT_EQ(SeqsOf(Must(store().LoadPage(Before(6, 5)))), (Seqs{1, 2, 3, 4, 5}));
  EXPECT_EQ(SeqsOf(Must(store().LoadPage(Before(6, 4)))), (Seqs{2, 3, 4, 5}));
  EXPECT_EQ(SeqsOf(Must(store().LoadPage(Before(6, 0)))), Seqs{});
}

TEST_P(StorePageTest, ByteLimitHoldsAtTheLimitAndOnePastIt) {
  EXPECT_EQ(SeqsOf(Must(store().LoadPage(After(0, kNoLimit, 3 * kEventBytes)))), (Seqs{1, 2, 3}));
  EXPECT_EQ(SeqsOf(Must(store().LoadPage(After(0, kNoLimit, 3 * kEventBytes - 1)))), (Seqs{1, 2}));
  EXPECT_EQ(SeqsOf(Must(store().LoadPage(Before(6, kNoLimit, 3 * kEventBytes)))), (Seqs{3, 4, 5}));
  EXPECT_EQ(SeqsOf(Must(store().LoadPage(Before(6, kNoLimit, 3 * kEventBytes - 1)))), (Seqs{4, 5}));
}

TEST_P(StorePageTest, OneEventComesEvenWhenItIsLargerThanThePage) {
  for (const std::size_t max_bytes : {std::size_t{0}, kEventBytes - 1}) {
    EXPECT_EQ(SeqsOf(Must(store().LoadPage(After(2, kNoLimit, max_bytes)))), Seqs{3});
    EXPECT_EQ(SeqsOf(Must(store().LoadPage(Before(3, kNoLimit, max_bytes)))), Seqs{2});
  }
}

TEST_P(StorePageTest, LargeEventEndsThePageBeforeIt) {
  RoomRow room = Room(1, "room 1");
  room.head = 7;
  Commits({.rooms = {room}, .events = {Event(1, 6, std::string(32 * 1024, 'x')), Event(1, 7, "y")}});
  EXPECT_EQ(SeqsOf(Must(store().LoadPage(After(3, kNoLimit, 1000)))), (Seqs{4, 5}));
  EXPECT_EQ(SeqsOf(Must(store().LoadPage(Before(8, kNoLimit, 1000)))), (Seqs{7}));
  EXPECT_EQ(Must(store().LoadPage(After(5, 1))).events.front().bytes, std::string(32 * 1024, 'x'));
}

TEST_P(StorePageTest, RoomsDoNotMix) {
  HasRoom(2, 3);
  HasRoom(kIdBound - 1, 2);
  EXPECT_EQ(SeqsOf(Must(store().LoadPage({RoomId(2), 1, Direction::kForward, kNoLimit, kNoLimit}))), (Seqs{2, 3}));
  EXPECT_EQ(SeqsOf(Must(store().LoadPage({RoomId(2), 9, Direction::kBackward, kNoLimit, kNoLimit}))), (Seqs{1, 2, 3}));
  EXPECT_EQ(SeqsOf(Must(store().LoadPage({RoomId(kIdBound - 1), 0, Direction::kForward, kNoLimit, kNoLimit}))),
            (Seqs{1, 2}));
}

TEST_P(StorePageTest, MissingEventIsALossAndNamedWhereverThePageMeetsIt) {
  RoomRow room = Room(2, "holes");
  room.head = 5;
  Commits({.rooms = {room}, .events = {Event(2, 1, "a"), Event(2, 2, "b"), Event(2, 4, "d")}});
  const auto page = [&](Seq bound, Direction direction, std::size_t max_events) {
    return store().LoadPage({RoomId(2), bound, direction, max_events, kNoLimit});
  };
  EXPECT_EQ(SeqsOf(Must(page(0, Direction::kForward, 2))), (Seqs{1, 2}));
  EXPECT_EQ(SeqsOf(Must(page(5, Direction::kBackward, 1))), (Seqs{4}));
  for (const auto& lost : {page(0, Direction::kForward, 3), page(2, Direction::kForward, 1),
                           page(5, Direction::kBackward, 2), page(4, Direction::kBackward, 1)}) {
    EXPECT_EQ(lost.status().code(), absl::StatusCode::kDataLoss);
    EXPECT_EQ(lost.status().message(), "event 3 of room 2 is missing");
  }
  for (const auto& lost : {page(3, Direction::kForward, 9), page(kBeyond, Direction::kBackward, 9)}) {
    EXPECT_EQ(lost.status().message(), "event 5 of room 2 is missing");
  }
}

}  // namespace
}  // namespace conclave::store
