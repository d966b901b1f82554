#include "tests/support/history_checker.h"

#include <gmock/gmock.h>

#include <set>

namespace conclave::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr RoomId kRoom{7};
constexpr UserId kAlice{1};
constexpr UserId kBob{2};
constexpr DeviceId kLaptop{11};
constexpr DeviceId kPhone{22};

// A private room made by alice, joined by bob at number 3, in which alice says "a", "b" and "c" as 4, 5 and 6. Tests
// bend the log or add records and name what the checker must find.
class HistoryCheckerTest : public ::testing::Test {
 protected:
  HistoryCheckerTest() {
    Append(kAlice, kLaptop).mutable_room_created()->set_kind(v1::ROOM_KIND_PRIVATE);
    Append(kAlice, kLaptop).mutable_member_joined()->set_user_id(kAlice.value());
    Stored(2).set_command_id(Stored(1).command_id());
    Append(kAlice, kLaptop).mutable_member_joined()->set_user_id(kBob.value());
    for (const char* text : {"a", "b", "c"}) AliceSays(text);
  }

  v1::RoomEvent& Append(UserId user, DeviceId device) {
    v1::RoomEvent event;
    event.set_room_id(kRoom.value());
    event.set_seq(log_[kRoom].size() + 1);
    event.set_time_us(1000 + static_cast<TimeUs>(event.seq()));
    event.set_author_user_id(user.value());
    event.set_author_device_id(device.value());
    event.set_command_id("command " + std::to_string(event.seq()));
    log_[kRoom].push_back(event);
    return log_[kRoom].back();
  }

  void AliceSays(const std::string& text) {
    v1::RoomEvent& event = Append(kAlice, kLaptop);
    event.mutable_message()->set_text(text);
    event.set_ordinal(event.seq() - 3);
    event.set_author_ordinal(event.seq() - 3);
    alice_.Note(record::Sent{event.command_id(), kRoom, text});
    alice_.Note(record::Acked{event.command_id(), kRoom, event.seq(), event.time_us()});
  }

  v1::RoomEvent& Stored(Seq seq) { return log_[kRoom].at(seq - 1); }

  void Begin(Witness& witness, Seq after) {
    witness.Note(record::Opened{});
    witness.Note(record::Starts{kRoom, after});
    witness.Note(record::Attached{kRoom, after + 1});
  }
  void Receive(Witness& witness, Seq from, Seq to) {
    for (Seq seq = from; seq <= to; ++seq) witness.Note(record::Received{Stored(seq)});
  }
  static record::Gap BeforeBob(Seq to = 2) { return {kRoom, 1, to, v1::GAP_REASON_NOT_VISIBLE}; }

  [[nodiscard]] std::set<Fault> Faults() const {
    std::set<Fault> faults;
    for (const Violation& violation : CheckHistory(history_, log_)) faults.insert(violation.fault);
    return faults;
  }

  History history_;
  StoredLog log_;
  Witness& alice_ = history_.AddWitness("alice", kAlice, kLaptop);
  Witness& bob_ = history_.AddWitness("bob", kBob, kPhone);
};

TEST_F(HistoryCheckerTest, FindsNothingInATrueHistory) {
  Begin(alice_, 0);
  Receive(alice_, 1, 6);
  alice_.Note(record::CaughtUp{kRoom, 6});
  alice_.Note(record::Complete{kRoom});
  Begin(bob_, 0);
  bob_.Note(BeforeBob());
  Receive(bob_, 3, 4);
  bob_.Note(record::Closed{});
  bob_.Note(record::Opened{});
  bob_.Note(record::Attached{kRoom, 5});
  Receive(bob_, 5, 6);
  bob_.Note(record::CaughtUp{kRoom, 6});
  bob_.Note(record::Detached{kRoom});
  bob_.Note(record::Complete{kRoom});
  EXPECT_TRUE(HistoryHolds(history_, log_));
}

TEST_F(HistoryCheckerTest, AllowsLeavingAndComingBack) {
  Append(kBob, kPhone).mutable_member_left()->set_user_id(kBob.value());
  AliceSays("while bob was away");
  Append(kAlice, kLaptop).mutable_member_joined()->set_user_id(kBob.value());
  Begin(bob_, 2);
  Receive(bob_, 3, 7);
  bob_.Note(record::Opened{});
  bob_.Note(record::Attached{kRoom, 8});
  bob_.Note(record::Gap{kRoom, 8, 8, v1::GAP_REASON_NOT_VISIBLE});
  Receive(bob_, 9, 9);
  EXPECT_THAT(Faults(), ElementsAre(Fault::kWrongOrdinal, Fault::kWrongAuthorOrdinal))
      << "the fixture counts by number";
  Stored(8).set_ordinal(4);
  Stored(8).set_author_ordinal(4);
  EXPECT_TRUE(HistoryHolds(history_, log_));
}

TEST_F(HistoryCheckerTest, AllowsStartingAnew) {
  Begin(alice_, 0);
  Receive(alice_, 1, 6);
  alice_.Note(record::Starts{kRoom, 3});
  alice_.Note(record::Attached{kRoom, 4});
  Receive(alice_, 4, 6);
  EXPECT_TRUE(HistoryHolds(history_, log_));
}

TEST_F(HistoryCheckerTest, AllowsEverythingOfAPublicRoomToALateMember) {
  Stored(1).mutable_room_created()->set_kind(v1::ROOM_KIND_PUBLIC);
  Begin(bob_, 0);
  Receive(bob_, 1, 6);
  EXPECT_TRUE(HistoryHolds(history_, log_));
  bob_.Note(record::Starts{kRoom, 0});
  bob_.Note(record::Attached{kRoom, 1});
  bob_.Note(BeforeBob());
  EXPECT_THAT(Faults(), ElementsAre(Fault::kUnjustifiedGap));
}

TEST_F(HistoryCheckerTest, AllowsARetryWithTheSameAnswer) {
  alice_.Note(record::Sent{Stored(4).command_id(), kRoom, "a"});
  alice_.Note(record::Acked{Stored(4).command_id(), kRoom, 4, Stored(4).time_us()});
  EXPECT_TRUE(HistoryHolds(history_, log_));
}

TEST_F(HistoryCheckerTest, AllowsAnUnansweredCommandToBeStoredOrNot) {
  alice_.Note(record::Sent{"lost", kRoom, "x"});
  alice_.Note(record::Sent{"unknown", kRoom, "x"});
  alice_.Note(record::Refused{"unknown", v1::REASON_FATE_UNKNOWN});
  EXPECT_TRUE(HistoryHolds(history_, log_));
}

TEST_F(HistoryCheckerTest, FindsAHoleInTheLog) {
  Stored(6).set_seq(7);
  EXPECT_THAT(Faults(), Contains(Fault::kLogNotDense));
}

TEST_F(HistoryCheckerTest, FindsAnEventOfAnotherRoomInTheLog) {
  Stored(2).set_room_id(8);
  EXPECT_THAT(Faults(), ElementsAre(Fault::kLogNotDense));
}

TEST_F(HistoryCheckerTest, FindsTimeGoingBack) {
  Stored(3).set_time_us(1);
  EXPECT_THAT(Faults(), ElementsAre(Fault::kTimeWentBack));
}

TEST_F(HistoryCheckerTest, FindsWrongOrdinals) {
  Stored(5).set_ordinal(3);
  EXPECT_THAT(Faults(), ElementsAre(Fault::kWrongOrdinal));
  Stored(5).set_ordinal(2);
  Stored(5).set_author_ordinal(1);
  EXPECT_THAT(Faults(), ElementsAre(Fault::kWrongAuthorOrdinal));
}

TEST_F(HistoryCheckerTest, FindsAnOrdinalOnAnEventThatIsNoMessage) {
  Stored(3).set_ordinal(1);
  EXPECT_THAT(Faults(), ElementsAre(Fault::kWrongOrdinal));
}

TEST_F(HistoryCheckerTest, FindsARetryStoredTwice) {
  v1::RoomEvent again = Stored(6);
  again.set_seq(7);
  again.set_ordinal(4);
  again.set_author_ordinal(4);
  log_[kRoom].push_back(again);
  EXPECT_THAT(Faults(), ElementsAre(Fault::kStoredTwice));
}

TEST_F(HistoryCheckerTest, FindsARetryStoredAgainInAnotherRoom) {
  v1::RoomEvent again = Stored(6);
  again.set_room_id(8);
  again.set_seq(1);
  again.set_ordinal(1);
  again.set_author_ordinal(1);
  log_[RoomId(8)].push_back(again);
  EXPECT_THAT(Faults(), Contains(Fault::kStoredTwice));
}

TEST_F(HistoryCheckerTest, FindsAnInventedMessage) {
  v1::RoomEvent& event = Append(kBob, kPhone);
  event.mutable_message()->set_text("never said");
  event.set_ordinal(4);
  event.set_author_ordinal(1);
  EXPECT_THAT(Faults(), ElementsAre(Fault::kInvented));
}

TEST_F(HistoryCheckerTest, FindsAnAlteredText) {
  Stored(5).mutable_message()->set_text("B");
  EXPECT_THAT(Faults(), ElementsAre(Fault::kAltered));
}

TEST_F(HistoryCheckerTest, FindsAWrongAuthor) {
  Stored(6).set_author_user_id(kBob.value());
  EXPECT_THAT(Faults(), ElementsAre(Fault::kWrongAuthorOrdinal, Fault::kWrongAuthor));
}

TEST_F(HistoryCheckerTest, FindsAWrongDevice) {
  Stored(6).set_author_device_id(99);
  EXPECT_THAT(Faults(), ElementsAre(Fault::kWrongAuthor, Fault::kAckedNotStored));
}

TEST_F(HistoryCheckerTest, FindsAnAckedMessageThatIsGone) {
  log_[kRoom].pop_back();
  EXPECT_THAT(Faults(), ElementsAre(Fault::kAckedNotStored));
}

TEST_F(HistoryCheckerTest, AllowsACallThatFoundItsWorkDoneToNameAnOlderEvent) {
  bob_.Note(record::Called{"join"});
  bob_.Note(record::Acked{"join", kRoom, 3, std::nullopt});
  EXPECT_TRUE(HistoryHolds(history_, log_));
  bob_.Note(record::Called{"join again"});
  bob_.Note(record::Acked{"join again", kRoom, 7, std::nullopt});
  EXPECT_THAT(Faults(), ElementsAre(Fault::kAckedNotStored));
}

TEST_F(HistoryCheckerTest, FindsAnAckWithAnotherTimeThanStored) {
  bob_.Note(record::Sent{"bob's", kRoom, "x"});
  v1::RoomEvent& event = Append(kBob, kPhone);
  event.set_command_id("bob's");
  event.mutable_message()->set_text("x");
  event.set_ordinal(4);
  event.set_author_ordinal(1);
  bob_.Note(record::Acked{"bob's", kRoom, 7, event.time_us() + 1});
  EXPECT_THAT(Faults(), ElementsAre(Fault::kAckedNotStored));
}

TEST_F(HistoryCheckerTest, FindsTwoDifferentAcksOfOneCommand) {
  alice_.Note(record::Acked{Stored(4).command_id(), kRoom, 5, Stored(5).time_us()});
  EXPECT_THAT(Faults(), ElementsAre(Fault::kAckedNotStored, Fault::kAckChanged));
}

TEST_F(HistoryCheckerTest, FindsARefusedMessageInTheLog) {
  v1::RoomEvent& event = Append(kBob, kPhone);
  event.mutable_message()->set_text("x");
  event.set_ordinal(4);
  event.set_author_ordinal(1);
  bob_.Note(record::Sent{event.command_id(), kRoom, "x"});
  bob_.Note(record::Refused{event.command_id(), v1::REASON_NOT_A_MEMBER});
  EXPECT_THAT(Faults(), ElementsAre(Fault::kRefusedButStored));
}

TEST_F(HistoryCheckerTest, FindsTheSendersOrderChanged) {
  History history;
  Witness& alice = history.AddWitness("alice", kAlice, kLaptop);
  for (const Seq seq : {Seq{5}, Seq{4}, Seq{6}}) {
    alice.Note(record::Sent{Stored(seq).command_id(), kRoom, Stored(seq).message().text()});
  }
  EXPECT_THAT(CheckHistory(history, log_),
              ElementsAre(::testing::Field(&Violation::fault, Fault::kSendersOrderChanged)));
}

TEST_F(HistoryCheckerTest, FindsAMissedEvent) {
  Begin(alice_, 0);
  Receive(alice_, 1, 3);
  Receive(alice_, 5, 6);
  EXPECT_THAT(Faults(), ElementsAre(Fault::kMissed));
}

TEST_F(HistoryCheckerTest, FindsAnEventMissedOverAReconnect) {
  Begin(alice_, 0);
  Receive(alice_, 1, 3);
  alice_.Note(record::Opened{});
  alice_.Note(record::Attached{kRoom, 5});
  EXPECT_THAT(Faults(), ElementsAre(Fault::kMissed));
}

TEST_F(HistoryCheckerTest, FindsARepeatedEvent) {
  Begin(alice_, 0);
  Receive(alice_, 1, 3);
  Receive(alice_, 3, 4);
  EXPECT_THAT(Faults(), ElementsAre(Fault::kRepeated));
}

TEST_F(HistoryCheckerTest, FindsEventsRepeatedAfterAReconnect) {
  Begin(alice_, 0);
  Receive(alice_, 1, 3);
  alice_.Note(record::Opened{});
  alice_.Note(record::Attached{kRoom, 3});
  EXPECT_THAT(Faults(), ElementsAre(Fault::kRepeated));
}

TEST_F(HistoryCheckerTest, FindsEventsRepeatedAfterARefusedStart) {
  Begin(alice_, 0);
  Receive(alice_, 1, 3);
  alice_.Note(record::Starts{kRoom, 0});
  alice_.Note(record::StartRefused{kRoom});
  alice_.Note(record::Opened{});
  alice_.Note(record::Attached{kRoom, 1});
  EXPECT_THAT(Faults(), ElementsAre(Fault::kRepeated));
}

TEST_F(HistoryCheckerTest, FindsTwoEventsInTheWrongOrder) {
  Begin(alice_, 3);
  Receive(alice_, 5, 5);
  Receive(alice_, 4, 4);
  EXPECT_THAT(Faults(), ElementsAre(Fault::kMissed, Fault::kRepeated));
}

TEST_F(HistoryCheckerTest, FindsAnEventSeenButNotStored) {
  Begin(alice_, 5);
  Receive(alice_, 6, 6);
  log_[kRoom].pop_back();
  EXPECT_THAT(Faults(), Contains(Fault::kSeenNotStored));
}

TEST_F(HistoryCheckerTest, FindsAnEventSeenOtherwiseThanStored) {
  Begin(alice_, 5);
  Receive(alice_, 6, 6);
  Stored(6).set_fallback_text("changed");
  EXPECT_THAT(Faults(), ElementsAre(Fault::kDiffersFromLog));
}

TEST_F(HistoryCheckerTest, FindsAnEventNobodyAskedFor) {
  alice_.Note(record::Opened{});
  Receive(alice_, 1, 1);
  EXPECT_THAT(Faults(), ElementsAre(Fault::kUnasked));
}

TEST_F(HistoryCheckerTest, FindsAnEventAfterDetached) {
  Begin(alice_, 0);
  Receive(alice_, 1, 3);
  alice_.Note(record::Detached{kRoom});
  Receive(alice_, 4, 4);
  EXPECT_THAT(Faults(), ElementsAre(Fault::kUnasked));
}

TEST_F(HistoryCheckerTest, FindsAnEventOfAnAttachmentOfTheStreamBefore) {
  Begin(alice_, 0);
  Receive(alice_, 1, 3);
  alice_.Note(record::Opened{});
  Receive(alice_, 4, 4);
  EXPECT_THAT(Faults(), ElementsAre(Fault::kUnasked));
}

TEST_F(HistoryCheckerTest, FindsAPrivateEventFromBeforeTheMembership) {
  Begin(bob_, 1);
  Receive(bob_, 2, 3);
  EXPECT_THAT(Faults(), ElementsAre(Fault::kNotVisible));
}

TEST_F(HistoryCheckerTest, FindsSomethingAfterTheOwnLeave) {
  Append(kAlice, kLaptop).mutable_member_left()->set_user_id(kBob.value());
  AliceSays("without bob");
  Stored(8).set_ordinal(4);
  Stored(8).set_author_ordinal(4);
  Begin(bob_, 2);
  Receive(bob_, 3, 8);
  EXPECT_THAT(Faults(), ElementsAre(Fault::kNotVisible, Fault::kAfterLeaving));
}

TEST_F(HistoryCheckerTest, AllowsTheEndOfAnEarlierMembershipOnlyAsHistory) {
  Stored(1).mutable_room_created()->set_kind(v1::ROOM_KIND_PUBLIC);
  Append(kBob, kPhone).mutable_member_left()->set_user_id(kBob.value());
  Append(kBob, kPhone).mutable_member_joined()->set_user_id(kBob.value());
  Begin(bob_, 0);
  Receive(bob_, 1, 8);
  EXPECT_TRUE(HistoryHolds(history_, log_));
  Begin(bob_, 5);
  Receive(bob_, 6, 6);
  bob_.Note(record::CaughtUp{kRoom, 6});
  Receive(bob_, 7, 8);
  EXPECT_THAT(Faults(), ElementsAre(Fault::kAfterLeaving)) << "who was live had to ask again";
}

TEST_F(HistoryCheckerTest, FindsAMarkerAfterTheOwnLeave) {
  Append(kBob, kPhone).mutable_member_left()->set_user_id(kBob.value());
  Begin(bob_, 2);
  Receive(bob_, 3, 7);
  bob_.Note(record::CaughtUp{kRoom, 7});
  EXPECT_THAT(Faults(), ElementsAre(Fault::kAfterLeaving));
}

TEST_F(HistoryCheckerTest, FindsAGapOverVisibleEvents) {
  Begin(bob_, 0);
  bob_.Note(BeforeBob(3));
  EXPECT_THAT(Faults(), ElementsAre(Fault::kUnjustifiedGap));
}

TEST_F(HistoryCheckerTest, FindsAGapThatHidesTheFoundingFromAFounder) {
  Begin(alice_, 0);
  alice_.Note(BeforeBob(1));
  EXPECT_THAT(Faults(), ElementsAre(Fault::kUnjustifiedGap));
}

TEST_F(HistoryCheckerTest, FindsAGapBeyondTheHead) {
  Begin(alice_, 6);
  alice_.Note(record::Gap{kRoom, 7, 8, v1::GAP_REASON_RETENTION});
  EXPECT_THAT(Faults(), ElementsAre(Fault::kUnjustifiedGap));
}

TEST_F(HistoryCheckerTest, FindsAWrongCaughtUp) {
  Begin(alice_, 0);
  Receive(alice_, 1, 5);
  alice_.Note(record::CaughtUp{kRoom, 6});
  EXPECT_THAT(Faults(), ElementsAre(Fault::kWrongCaughtUp));
}

TEST_F(HistoryCheckerTest, FindsAReaderThatWasNeverCaughtUp) {
  Begin(alice_, 0);
  Receive(alice_, 1, 5);
  alice_.Note(record::Complete{kRoom});
  EXPECT_THAT(Faults(), ElementsAre(Fault::kNotComplete));
}

TEST_F(HistoryCheckerTest, SaysWhoAndWhatInItsMessage) {
  Begin(alice_, 0);
  Receive(alice_, 1, 3);
  Receive(alice_, 5, 6);
  EXPECT_THAT(std::string(HistoryHolds(history_, log_).message()),
              AllOf(HasSubstr("1 violations"), HasSubstr("missed: alice in room 7 expected 4"), HasSubstr("\"b\"")));
}

}  // namespace
}  // namespace conclave::testing
