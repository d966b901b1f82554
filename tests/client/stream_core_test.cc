#include "client/stream_core.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

#include "server/core/limits.h"
#include "tests/client/core_harness.h"
#include "tests/client/names.h"

namespace conclave::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr RoomId kOther(6);

TEST(StreamCoreTest, SaysHelloFirstAndNothingElseBeforeWelcome) {
  CoreHarness client;
  client.Sends("a");
  ASSERT_TRUE(client.core.Attach(kRoom, 0).ok());
  client.core.Ping();
  const v1::Hello hello = client.Opens();
  EXPECT_NE(hello.instance(), 0u);
  EXPECT_EQ(hello.store_epoch(), 0u);
  EXPECT_THAT(client.WritesText(), IsEmpty());
  ASSERT_TRUE(client.HearsWelcome().ok());
  EXPECT_THAT(client.WritesText(), ElementsAre("attach 5 after 0", "send a"));
}

TEST(StreamCoreTest, KeepsItsInstanceAndEpochOverStreams) {
  CoreHarness client;
  const v1::Hello first = client.Opens();
  ASSERT_TRUE(client.HearsWelcome(/*epoch=*/9).ok());
  client.Closes();
  const v1::Hello second = client.Opens();
  EXPECT_EQ(second.instance(), first.instance());
  EXPECT_EQ(second.store_epoch(), 9u);
}

TEST(StreamCoreTest, SendsInOrderAndNeverMoreThanKWithoutAnswer) {
  CoreHarness client;
  client.GoesOnline(7, /*max_commands=*/2);
  for (const char* text : {"a", "b", "c"}) client.Sends(text);
  const std::vector<v1::ChatRequest> written = client.WritesAll();
  ASSERT_EQ(written.size(), 2u);
  EXPECT_EQ(Describe(written[0]), "send a");
  EXPECT_EQ(client.core.Counts().in_flight, 2u);
  ASSERT_TRUE(client.HearsAck(written[1].request_id(), kRoom, 1).ok());
  EXPECT_THAT(client.WritesText(), ElementsAre("send c"));
}

TEST(StreamCoreTest, PingAndDetachPassWhenKIsReached) {
  CoreHarness client;
  client.GoesOnline(7, /*max_commands=*/1);
  client.Attaches(kRoom, 0);
  client.Sends("a");
  EXPECT_THAT(client.WritesText(), ElementsAre("send a"));
  client.Sends("b");
  client.core.Ping();
  client.core.Detach(kRoom, client.told);
  EXPECT_THAT(client.WritesText(), ElementsAre("ping", "detach 5"));
}

TEST(StreamCoreTest, AckNamesTheCommand) {
  CoreHarness client;
  client.GoesOnline();
  const CommandId id = client.Sends("a");
  ASSERT_TRUE(client.HearsAck(client.Writes().request_id(), kRoom, 12).ok());
  ASSERT_EQ(client.Told<Acked>().size(), 1u);
  EXPECT_EQ(client.Told<Acked>()[0].command, id);
  EXPECT_EQ(client.Told<Acked>()[0].seq, 12u);
  EXPECT_TRUE(client.core.IsIdle());
}

TEST(StreamCoreTest, UnansweredMessagesAreSentAgainWithTheSameIdsInOrder) {
  CoreHarness client;
  client.GoesOnline();
  for (const char* text : {"a", "b", "c"}) client.Sends(text);
  const std::vector<v1::ChatRequest> first = client.WritesAll();
  ASSERT_TRUE(client.HearsAck(first[1].request_id(), kRoom, 1).ok());
  client.Closes();
  client.Sends("d");
  client.GoesOnline();
  const std::vector<v1::ChatRequest> again = client.WritesAll();
  ASSERT_EQ(again.size(), 3u);
  EXPECT_EQ(Describe(again[0]), "send a");
  EXPECT_EQ(Describe(again[1]), "send c");
  EXPECT_EQ(Describe(again[2]), "send d");
  EXPECT_EQ(again[0].send_message().command_id(), first[0].send_message().command_id());
  EXPECT_EQ(again[1].send_message().command_id(), first[2].send_message().command_id());
}

TEST(StreamCoreTest, RefusedMessageIsToldAndNotSentAgain) {
  CoreHarness client;
  client.GoesOnline();
  const CommandId id = client.Sends("a");
  ASSERT_TRUE(client.HearsError(client.Writes().request_id(), v1::REASON_NOT_A_MEMBER, kRoom).ok());
  ASSERT_EQ(client.Told<Refused>().size(), 1u);
  EXPECT_EQ(client.Told<Refused>()[0].command, id);
  EXPECT_EQ(client.Told<Refused>()[0].error.reason(), v1::REASON_NOT_A_MEMBER);
  client.Closes();
  client.GoesOnline();
  EXPECT_THAT(client.WritesText(), IsEmpty());
}

TEST(StreamCoreTest, BusyServerIsTriedAgainAfterItsTime) {
  CoreHarness client;
  client.GoesOnline();
  client.Sends("a");
  client.Sends("b");
  const std::vector<v1::ChatRequest> first = client.WritesAll();
  ASSERT_TRUE(client.HearsError(first[0].request_id(), v1::REASON_BUSY, kRoom, /*retry_ms=*/1000).ok());
  EXPECT_THAT(client.WritesText(), IsEmpty());
  EXPECT_LE(client.core.NextWake(), client.clock.Monotonic() + absl::Seconds(1));
  client.clock.Advance(absl::Seconds(1));
  // Only what was refused: the other is still on its way.
  const std::vector<v1::ChatRequest> again = client.WritesAll();
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].send_message().command_id(), first[0].send_message().command_id());
  EXPECT_TRUE(client.Told<Refused>().empty());
}

TEST(StreamCoreTest, MessagesBeyondARateWaitAllOfTheirTimeAndKeepTheirOrder) {
  CoreHarness client;
  client.GoesOnline();
  for (const char* text : {"a", "b", "c", "d", "e"}) client.Sends(text);
  const std::vector<v1::ChatRequest> first = client.WritesAll();
  ASSERT_EQ(first.size(), 4u);
  ASSERT_TRUE(client.HearsAck(first[0].request_id(), kRoom, 1).ok());
  for (std::size_t i = 1; i < first.size(); ++i) {
    ASSERT_TRUE(client.HearsError(first[i].request_id(), v1::REASON_RATE_LIMITED, kRoom, /*retry_ms=*/1000).ok());
  }
  client.clock.Advance(absl::Milliseconds(999));
  EXPECT_THAT(client.WritesText(), IsEmpty());
  EXPECT_LE(client.core.NextWake(), client.clock.Monotonic() + absl::Milliseconds(1001));
  client.clock.Advance(absl::Milliseconds(1001));
  // One first; each that is taken lets one more go.
  v1::ChatRequest next = client.Writes();
  EXPECT_EQ(Describe(next), "send b");
  EXPECT_THAT(client.WritesText(), IsEmpty());
  ASSERT_TRUE(client.HearsAck(next.request_id(), kRoom, 2).ok());
  EXPECT_THAT(client.WritesText(), ElementsAre("send c", "send d"));
  EXPECT_TRUE(client.Told<Refused>().empty());
}

TEST(StreamCoreTest, ADetachBeyondARateIsAskedAgainBeforeALaterAttach) {
  CoreHarness client;
  client.GoesOnline();
  client.Attaches(kRoom, 0);
  client.core.Detach(kRoom, client.told);
  const v1::ChatRequest detach = client.Writes();
  ASSERT_TRUE(client.HearsError(detach.request_id(), v1::REASON_RATE_LIMITED, {}, /*retry_ms=*/1000).ok());
  EXPECT_TRUE(client.Told<v1::Detached>().empty());
  EXPECT_TRUE(client.HearsEvent(kRoom, 1).ok()) << "it is attached as long as the server has not said otherwise";
  ASSERT_TRUE(client.core.Attach(kRoom, 0).ok());
  EXPECT_THAT(client.WritesText(), IsEmpty());
  client.clock.Advance(absl::Seconds(2));
  EXPECT_THAT(client.WritesText(), ElementsAre("detach 5", "attach 5 after 0"));
}

TEST(StreamCoreTest, AStreamThatComesTooSoonStaysAwayAtLeastAsLongAsAsked) {
  CoreHarness client;
  client.Opens();
  v1::Event event;
  event.mutable_error()->set_reason(v1::REASON_RATE_LIMITED);
  event.mutable_error()->set_retry_after_ms(1000);
  event.mutable_error()->set_ends_stream(true);
  ASSERT_TRUE(client.Hears(event).ok());
  // Half of it is the least that the backoff waits.
  EXPECT_EQ(client.core.RetryAfter(), absl::Seconds(2));
}

TEST(StreamCoreTest, DrainingServerGetsNoNewCommandsUntilTheNextStream) {
  CoreHarness client;
  client.GoesOnline();
  v1::Event event;
  event.mutable_notice()->mutable_draining()->set_retry_after_ms(3000);
  ASSERT_TRUE(client.Hears(event).ok());
  EXPECT_EQ(client.core.RetryAfter(), absl::Seconds(3));
  client.Sends("a");
  client.core.Ping();
  EXPECT_THAT(client.WritesText(), ElementsAre("ping"));
  client.Closes();
  client.GoesOnline();
  EXPECT_THAT(client.WritesText(), ElementsAre("send a"));
}

TEST(StreamCoreTest, MessageOlderThanSevenDaysIsGivenUpInsteadOfSent) {
  CoreHarness client;
  const CommandId old = client.Sends("old");
  client.clock.Advance(absl::Hours(7 * 24) + absl::Seconds(1));
  client.Sends("new");
  client.GoesOnline();
  EXPECT_THAT(client.WritesText(), ElementsAre("send new"));
  ASSERT_EQ(client.Told<Refused>().size(), 1u);
  EXPECT_EQ(client.Told<Refused>()[0].command, old);
  EXPECT_EQ(client.Told<Refused>()[0].error.reason(), v1::REASON_UNSPECIFIED);
}

TEST(StreamCoreTest, MessageOfJustSevenDaysIsSent) {
  CoreHarness client;
  client.Sends("old");
  client.clock.Advance(absl::Hours(7 * 24));
  client.GoesOnline();
  EXPECT_THAT(client.WritesText(), ElementsAre("send old"));
}

TEST(StreamCoreTest, PendingMessagesAreBounded) {
  CoreHarness client({.max_pending = 2});
  client.Sends("a");
  client.Sends("b");
  const absl::StatusOr<CommandId> third = client.core.Send(kRoom, "c", std::nullopt);
  EXPECT_EQ(ReasonOf(third.status()), v1::REASON_LIMIT_REACHED);
}

TEST(StreamCoreTest, TextThatWouldBreakTheStreamIsRefusedAtOnce) {
  CoreHarness client;
  EXPECT_EQ(ReasonOf(client.core.Send(kRoom, "\xff", std::nullopt).status()), v1::REASON_INVALID_TEXT);
  EXPECT_EQ(ReasonOf(client.core.Send(kRoom, "", std::nullopt).status()), v1::REASON_INVALID_TEXT);
  const std::string large(Limits{}.request_bytes, 'x');
  EXPECT_EQ(ReasonOf(client.core.Send(kRoom, large, std::nullopt).status()), v1::REASON_TOO_LARGE);
}

TEST(StreamCoreTest, LargestTextFitsTheRequestLimit) {
  CoreHarness client;
  client.GoesOnline();
  std::string text(Limits{}.request_bytes, 'x');
  while (!client.core.Send(RoomId(kIdBound - 1), text, std::nullopt).ok()) text.pop_back();
  EXPECT_LE(client.Writes().ByteSizeLong(), Limits{}.request_bytes);
}

TEST(StreamCoreTest, SameIdAgainIsTheSameMessageOrRefused) {
  CoreHarness client;
  const CommandId id = client.Sends("a");
  EXPECT_TRUE(client.core.Send(kRoom, "a", id).ok());
  EXPECT_EQ(client.core.Counts().pending, 1u);
  EXPECT_EQ(ReasonOf(client.core.Send(kRoom, "b", id).status()), v1::REASON_ID_REUSED);
  EXPECT_EQ(ReasonOf(client.core.Send(kOther, "a", id).status()), v1::REASON_ID_REUSED);
}

TEST(StreamCoreTest, ResumesEachRoomAfterTheLastNumberInHello) {
  CoreHarness client;
  client.GoesOnline();
  client.Attaches(kRoom, 0);
  client.Attaches(kOther, 9);
  ASSERT_TRUE(client.HearsEvent(kRoom, 1).ok());
  ASSERT_TRUE(client.HearsEvent(kRoom, 2).ok());
  client.Closes();
  const v1::Hello hello = client.Opens();
  ASSERT_EQ(hello.attach_size(), 2);
  EXPECT_EQ(hello.attach(0).after_seq(), 2u);
  EXPECT_EQ(hello.attach(1).after_seq(), 9u);
  ASSERT_TRUE(client.HearsWelcome().ok());
  EXPECT_THAT(client.WritesText(), IsEmpty());
  ASSERT_TRUE(client.HearsAttached(client.hello_request, kRoom, 3).ok());
  EXPECT_TRUE(client.HearsEvent(kRoom, 3).ok());
}

TEST(StreamCoreTest, HelloStaysWithinItsLimitAndTheOtherRoomsFollowAsCommands) {
  CoreHarness client;
  client.GoesOnline(7, /*max_commands=*/10'000);
  constexpr std::uint64_t kManyRooms = 3000;
  for (std::uint64_t i = 0; i < kManyRooms; ++i) client.Attaches(RoomId(kIdBound - kManyRooms + i), kIdBound - 2);
  client.Closes();
  client.core.OnOpened();
  const v1::ChatRequest hello = client.Writes();
  client.hello_request = hello.request_id();
  EXPECT_LE(hello.ByteSizeLong(), Limits{}.hello_bytes);
  EXPECT_GT(hello.hello().attach_size(), 1000);
  ASSERT_TRUE(client.HearsWelcome(7, 10'000).ok());
  EXPECT_EQ(client.WritesAll().size(), kManyRooms - static_cast<std::uint64_t>(hello.hello().attach_size()));
}

TEST(StreamCoreTest, AttachWithoutAnswerIsMadeAgainFromWhereItWasWanted) {
  CoreHarness client;
  client.GoesOnline();
  client.Attaches(kRoom, 0);
  ASSERT_TRUE(client.HearsEvent(kRoom, 1).ok());
  ASSERT_TRUE(client.core.Attach(kRoom, 100).ok());
  EXPECT_THAT(client.WritesText(), ElementsAre("attach 5 after 100"));
  client.Closes();
  EXPECT_EQ(client.Opens().attach(0).after_seq(), 100u);
}

TEST(StreamCoreTest, SecondAttachTakesThePlaceOfTheFirst) {
  CoreHarness client;
  client.GoesOnline();
  ASSERT_TRUE(client.core.Attach(kRoom, 0).ok());
  const std::uint64_t first = client.Writes().request_id();
  ASSERT_TRUE(client.core.Attach(kRoom, 10).ok());
  const std::uint64_t second = client.Writes().request_id();
  ASSERT_TRUE(client.HearsAttached(first, kRoom, 1).ok());
  ASSERT_TRUE(client.HearsEvent(kRoom, 1).ok());
  ASSERT_TRUE(client.HearsAttached(second, kRoom, 11).ok());
  ASSERT_TRUE(client.HearsEvent(kRoom, 11).ok());
  client.Closes();
  EXPECT_EQ(client.Opens().attach(0).after_seq(), 11u);
}

TEST(StreamCoreTest, DetachedRoomIsNotResumed) {
  CoreHarness client;
  client.GoesOnline();
  client.Attaches(kRoom, 0);
  client.core.Detach(kRoom, client.told);
  EXPECT_THAT(client.WritesText(), ElementsAre("detach 5"));
  // What was under way still counts.
  EXPECT_TRUE(client.HearsEvent(kRoom, 1).ok());
  client.Closes();
  EXPECT_EQ(client.Told<v1::Detached>().size(), 1u);
  EXPECT_EQ(client.Opens().attach_size(), 0);
}

TEST(StreamCoreTest, RefusedAttachIsToldAndForgotten) {
  CoreHarness client;
  client.GoesOnline();
  ASSERT_TRUE(client.core.Attach(kRoom, 50).ok());
  ASSERT_TRUE(client.HearsError(client.Writes().request_id(), v1::REASON_CURSOR_AHEAD, kRoom).ok());
  ASSERT_EQ(client.Told<AttachRefused>().size(), 1u);
  client.Closes();
  EXPECT_EQ(client.Opens().attach_size(), 0);
}

TEST(StreamCoreTest, RoomRefusedInHelloIsToldAndForgotten) {
  CoreHarness client;
  client.GoesOnline();
  client.Attaches(kRoom, 0);
  client.Closes();
  client.GoesOnline();
  ASSERT_TRUE(client.HearsError(client.hello_request, v1::REASON_NOT_A_MEMBER, kRoom).ok());
  ASSERT_EQ(client.Told<AttachRefused>().size(), 1u);
  EXPECT_FALSE(client.core.Ending().has_value());
  client.Closes();
  EXPECT_EQ(client.Opens().attach_size(), 0);
}

TEST(StreamCoreTest, AnotherEpochDropsEveryCursorAndKeepsTheMessages) {
  CoreHarness client;
  client.GoesOnline(/*epoch=*/7);
  client.Attaches(kRoom, 0);
  ASSERT_TRUE(client.HearsEvent(kRoom, 1).ok());
  client.Sends("a");
  client.Closes();
  client.GoesOnline(/*epoch=*/8);
  ASSERT_EQ(client.Told<EpochChanged>().size(), 1u);
  EXPECT_THAT(client.Told<EpochChanged>()[0].dropped, ElementsAre(kRoom));
  EXPECT_THAT(client.WritesText(), ElementsAre("send a"));
  EXPECT_FALSE(client.HearsEvent(kRoom, 2).ok());
}

TEST(StreamCoreTest, KeptCursorsOfAnotherEpochAreDroppedOnTheFirstStream) {
  CoreHarness client({.store_epoch = 3});
  ASSERT_TRUE(client.core.Attach(kRoom, 40).ok());
  client.GoesOnline(/*epoch=*/7);
  EXPECT_EQ(client.Told<EpochChanged>().size(), 1u);
  EXPECT_THAT(client.WritesText(), IsEmpty());
}

struct BadEvent {
  const char* name;
  Seq seq;
};

// Else the test's name would hold the address of its own, another in each build.
void PrintTo(const BadEvent& event, std::ostream* out) { *out << event.name; }

class StreamCoreNumberTest : public ::testing::TestWithParam<BadEvent> {};

TEST_P(StreamCoreNumberTest, IsAViolationAndIsNotDelivered) {
  CoreHarness client;
  client.GoesOnline();
  client.Attaches(kRoom, 0);
  ASSERT_TRUE(client.HearsEvent(kRoom, 1).ok());
  ASSERT_TRUE(client.HearsEvent(kRoom, 2).ok());
  const absl::Status status = client.HearsEvent(kRoom, GetParam().seq);
  EXPECT_THAT(std::string(status.message()), HasSubstr("where 3 was due"));
  EXPECT_EQ(client.Told<v1::RoomEvent>().size(), 2u);
  client.Closes();
  EXPECT_EQ(client.Opens().attach(0).after_seq(), 2u);
}

INSTANTIATE_TEST_SUITE_P(Numbers, StreamCoreNumberTest,
                         ::testing::Values(BadEvent{"Missing", 4}, BadEvent{"Doubled", 2}, BadEvent{"OutOfOrder", 1},
                                           BadEvent{"Zero", 0}),
                         [](const auto& of) { return of.param.name; });

TEST(StreamCoreTest, GapCountsItsNumbers) {
  CoreHarness client;
  client.GoesOnline();
  client.Attaches(kRoom, 0);
  v1::Event event;
  event.mutable_gap()->set_room_id(kRoom.value());
  event.mutable_gap()->set_from_seq(1);
  event.mutable_gap()->set_to_seq(10);
  ASSERT_TRUE(client.Hears(event).ok());
  EXPECT_FALSE(client.Hears(event).ok());
  EXPECT_TRUE(client.HearsEvent(kRoom, 11).ok());
}

TEST(StreamCoreTest, CaughtUpMustNameTheLastNumberDelivered) {
  CoreHarness client;
  client.GoesOnline();
  client.Attaches(kRoom, 0);
  ASSERT_TRUE(client.HearsEvent(kRoom, 1).ok());
  v1::Event event;
  event.mutable_caught_up()->set_room_id(kRoom.value());
  event.mutable_caught_up()->set_seq(2);
  EXPECT_FALSE(client.Hears(event).ok());
  event.mutable_caught_up()->set_seq(1);
  EXPECT_TRUE(client.Hears(event).ok());
}

TEST(StreamCoreTest, AnswersNobodyAskedForAreViolations) {
  CoreHarness client;
  client.GoesOnline();
  EXPECT_FALSE(client.HearsAck(99, kRoom, 1).ok());
  EXPECT_FALSE(client.HearsAttached(99, kRoom, 1).ok());
  EXPECT_FALSE(client.HearsError(99, v1::REASON_NOT_A_MEMBER).ok());
  EXPECT_FALSE(client.HearsEvent(kRoom, 1).ok());
  client.hello_request = 1;
  EXPECT_FALSE(client.HearsWelcome().ok());
}

TEST(StreamCoreTest, AttachedFromAnotherNumberIsAViolation) {
  CoreHarness client;
  client.GoesOnline();
  ASSERT_TRUE(client.core.Attach(kRoom, 3).ok());
  EXPECT_FALSE(client.HearsAttached(client.Writes().request_id(), kRoom, 5).ok());
}

TEST(StreamCoreTest, EventBeforeWelcomeIsAViolation) {
  CoreHarness client;
  client.Opens();
  EXPECT_FALSE(client.HearsEvent(kRoom, 1).ok());
}

TEST(StreamCoreTest, EmptyEventIsTolerated) {
  CoreHarness client;
  client.GoesOnline();
  EXPECT_TRUE(client.Hears(v1::Event()).ok());
}

TEST(StreamCoreTest, SilenceIsAskedAboutTwiceAndThenDeath) {
  CoreHarness client;
  client.GoesOnline();
  EXPECT_THAT(client.WritesText(), IsEmpty());
  for (int miss = 0; miss < 2; ++miss) {
    client.clock.Advance(client.core.NextWake() - client.clock.Monotonic());
    ASSERT_EQ(client.core.OnTime(), StreamCore::Liveness::kAlive);
    EXPECT_THAT(client.WritesText(), ElementsAre("ping"));
  }
  client.clock.Advance(client.core.NextWake() - client.clock.Monotonic());
  EXPECT_EQ(client.core.OnTime(), StreamCore::Liveness::kDead);
}

TEST(StreamCoreTest, AnyEventIsASignOfLife) {
  CoreHarness client;
  client.GoesOnline();
  for (int i = 0; i < 10; ++i) {
    client.clock.Advance(client.core.NextWake() - client.clock.Monotonic());
    ASSERT_EQ(client.core.OnTime(), StreamCore::Liveness::kAlive);
    v1::Event event;
    event.mutable_heartbeat();
    ASSERT_TRUE(client.Hears(event).ok());
  }
}

TEST(StreamCoreTest, StreamWithoutWelcomeDies) {
  CoreHarness client;
  client.Opens();
  client.clock.Advance(absl::Seconds(20));
  EXPECT_EQ(client.core.OnTime(), StreamCore::Liveness::kDead);
}

TEST(StreamCoreTest, FinishingIsDoneWhenAllIsWrittenAndTakesNothingNew) {
  CoreHarness client;
  client.GoesOnline();
  client.Sends("a");
  client.core.Finish();
  EXPECT_FALSE(client.core.WritesAreDone());
  client.Writes();
  EXPECT_TRUE(client.core.WritesAreDone());
  EXPECT_FALSE(client.core.IsIdle());
  EXPECT_FALSE(client.core.Send(kRoom, "b", std::nullopt).ok());
  EXPECT_FALSE(client.core.Attach(kRoom, 0).ok());
}

}  // namespace
}  // namespace conclave::client
