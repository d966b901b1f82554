#include "server/rpc/connection_table.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "tests/unit/auth/manual_clock.h"

namespace conclave::rpc {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using Verdict = ConnectionTable::Verdict;

constexpr ConnectionLimits kLimits{.connections = 6,
                                   .per_address = 4,
                                   .handshakes = 5,
                                   .handshakes_per_address = 2,
                                   .first_call = absl::Seconds(20),
                                   .idle = absl::Seconds(60),
                                   .handshake = absl::Seconds(10)};

class ConnectionTableTest : public ::testing::Test {
 protected:
  using Call = ConnectionTable::Call;

  // Somebody connects from HOST:PORT; the descriptor is the port's number.
  Verdict Connects(const std::string& host, int port) {
    return table_.Admit(SocketOf(port), {.peer = absl::StrCat(host, ":", port), .network = host});
  }

  static Socket SocketOf(int port) { return {.fd = port, .inode = static_cast<std::uint64_t>(port) + 1000}; }
  static std::string GrpcPeer(const std::string& host, int port) { return absl::StrCat("ipv4:", host, ":", port); }

  void Closes(int port) { table_.Remove(SocketOf(port)); }
  void Calls(const std::string& host, int port) { table_.NoteCall(GrpcPeer(host, port)); }

  ManualClock clock_;
  std::vector<int> cut_;
  ConnectionTable table_{kLimits, clock_, [this](int fd) { cut_.push_back(fd); }};
};

TEST_F(ConnectionTableTest, AddressHasItsConnectionsAndNotOneMore) {
  for (int port = 1; port <= 4; ++port) {
    EXPECT_EQ(Connects("a", port), Verdict::kAdmitted);
    Calls("a", port);
  }
  EXPECT_EQ(Connects("a", 5), Verdict::kTooManyOfAddress);
  EXPECT_EQ(Connects("b", 6), Verdict::kAdmitted);
  Closes(2);
  EXPECT_EQ(Connects("a", 7), Verdict::kAdmitted);
}

TEST_F(ConnectionTableTest, ServerHasItsConnectionsAndNotOneMore) {
  for (int port = 1; port <= 6; ++port) {
    EXPECT_EQ(Connects(absl::StrCat("host", port), port), Verdict::kAdmitted);
  }
  EXPECT_EQ(Connects("late", 7), Verdict::kTooMany);
  Closes(3);
  EXPECT_EQ(Connects("late", 7), Verdict::kAdmitted);
  EXPECT_EQ(table_.counts().open, 6U);
  EXPECT_EQ(table_.counts().admitted, 7U);
}

TEST_F(ConnectionTableTest, AddressHasItsHandshakesAndNotOneMore) {
  EXPECT_EQ(Connects("a", 1), Verdict::kAdmitted);
  EXPECT_EQ(Connects("a", 2), Verdict::kAdmitted);
  EXPECT_EQ(Connects("a", 3), Verdict::kTooManyHandshakesOfAddress);
  Calls("a", 1);
  EXPECT_EQ(Connects("a", 3), Verdict::kAdmitted);
}

TEST_F(ConnectionTableTest, HandshakesOfTheServerAreCountedUntilTheFirstCall) {
  for (int port = 1; port <= 4; ++port) Connects(absl::StrCat("host", port), port);
  EXPECT_TRUE(table_.HandshakeMayBegin());
  Connects("host5", 5);
  EXPECT_FALSE(table_.HandshakeMayBegin());
  Calls("host3", 3);
  EXPECT_TRUE(table_.HandshakeMayBegin());
  EXPECT_EQ(table_.counts().handshakes, 4U);
}

TEST_F(ConnectionTableTest, HandshakesThatHaveHadTheirTimeMayHaveToMakeRoomOldestFirst) {
  Connects("a", 1);
  Connects("b", 2);
  clock_.Advance(absl::Seconds(1));
  Connects("c", 3);
  clock_.Advance(absl::Seconds(1));
  EXPECT_THAT(table_.OldHandshakes(absl::Seconds(3), 10), IsEmpty());
  EXPECT_THAT(table_.OldHandshakes(absl::Seconds(2), 10), ElementsAre(SocketOf(1), SocketOf(2)));
  EXPECT_THAT(table_.OldHandshakes(absl::Seconds(1), 1), ElementsAre(SocketOf(1)));
  table_.TakeForRoom(SocketOf(1));
  EXPECT_THAT(table_.OldHandshakes(absl::Seconds(2), 10), ElementsAre(SocketOf(2)));
  EXPECT_EQ(table_.counts().handshakes, 2U);
  EXPECT_EQ(table_.counts().open, 3U) << "its descriptor is still taken";
  EXPECT_EQ(table_.counts().cut_for_room, 1U);
}

TEST_F(ConnectionTableTest, WhoNeverCallsIsOverdueOnceAndWhoCallsIsNot) {
  Connects("a", 1);
  Connects("b", 2);
  clock_.Advance(absl::Seconds(19));
  Calls("b", 2);
  EXPECT_THAT(table_.TakeOverdue(), IsEmpty());
  clock_.Advance(absl::Seconds(1));
  EXPECT_THAT(table_.TakeOverdue(), ElementsAre(SocketOf(1)));
  EXPECT_THAT(table_.TakeOverdue(), IsEmpty());
}

TEST_F(ConnectionTableTest, WhoCallsNoMoreIsOverdueAfterTheIdleTime) {
  Connects("a", 1);
  {
    const Call call(table_, GrpcPeer("a", 1));
    clock_.Advance(absl::Hours(5));
    EXPECT_THAT(table_.TakeOverdue(), IsEmpty());
  }
  clock_.Advance(absl::Seconds(59));
  EXPECT_THAT(table_.TakeOverdue(), IsEmpty());
  clock_.Advance(absl::Seconds(1));
  EXPECT_THAT(table_.TakeOverdue(), ElementsAre(SocketOf(1)));
}

TEST_F(ConnectionTableTest, OnlyConnectionsWithoutACallAreLookedAt) {
  Connects("a", 1);
  Connects("b", 2);
  const Call call(table_, GrpcPeer("a", 1));
  {
    const Call other(table_, GrpcPeer("b", 2));
    EXPECT_THAT(table_.WithoutCall(), IsEmpty());
  }
  EXPECT_THAT(table_.WithoutCall(), UnorderedElementsAre(SocketOf(2)));
}

TEST_F(ConnectionTableTest, CallThatWasGivenUpAndDoesNotEndCutsItsConnectionOnce) {
  Connects("a", 1);
  Connects("b", 2);
  Call call(table_, GrpcPeer("a", 1));
  call.CutAfter(absl::Seconds(2));
  clock_.Advance(absl::Seconds(1));
  call.CutAfter(absl::Seconds(2));
  table_.CutGivenUp();
  EXPECT_THAT(cut_, IsEmpty());
  clock_.Advance(absl::Seconds(1));
  table_.CutGivenUp();
  call.CutAfter(absl::ZeroDuration());
  table_.CutGivenUp();
  EXPECT_THAT(cut_, ElementsAre(1));
  EXPECT_EQ(table_.counts().cut_stuck, 1U);
}

TEST_F(ConnectionTableTest, CallThatEndsInTimeCutsNothing) {
  Connects("a", 1);
  {
    Call call(table_, GrpcPeer("a", 1));
    call.CutAfter(absl::Seconds(2));
  }
  clock_.Advance(absl::Hours(1));
  table_.CutGivenUp();
  EXPECT_THAT(cut_, IsEmpty());
}

TEST_F(ConnectionTableTest, DescriptorThatIsGivenAnewBelongsToItsNewConnection) {
  Connects("a", 1);
  const Socket anew{.fd = 1, .inode = 4711};
  EXPECT_EQ(table_.Admit(anew, {.peer = "b:1", .network = "b"}), Verdict::kAdmitted);
  EXPECT_EQ(table_.counts().open, 1U);
  Closes(1);
  EXPECT_EQ(table_.counts().open, 1U) << "removing the former one is too late";
  table_.Remove(anew);
  EXPECT_EQ(table_.counts().open, 0U);
}

TEST_F(ConnectionTableTest, PeerCannotHaveTwoConnectionsThatWouldBeMistakenForEachOther) {
  Connects("a", 1);
  EXPECT_EQ(table_.Admit({.fd = 9, .inode = 9}, {.peer = "a:1", .network = "a"}), Verdict::kSamePeer);
  Closes(1);
  EXPECT_EQ(table_.Admit({.fd = 9, .inode = 9}, {.peer = "a:1", .network = "a"}), Verdict::kAdmitted);
}

TEST_F(ConnectionTableTest, CallOfAPeerThatIsNotThereDoesNothing) {
  {
    Call call(table_, GrpcPeer("nobody", 1));
    call.CutAfter(absl::ZeroDuration());
    // Came meanwhile, and is another's.
    Connects("nobody", 1);
    table_.CutGivenUp();
  }
  EXPECT_THAT(cut_, IsEmpty());
  EXPECT_THAT(table_.WithoutCall(), ElementsAre(SocketOf(1)));
}

TEST_F(ConnectionTableTest, CutInUseCutsThoseWithACall) {
  Connects("a", 1);
  Connects("b", 2);
  const Call call(table_, GrpcPeer("b", 2));
  table_.CutInUse();
  EXPECT_THAT(cut_, ElementsAre(2));
}

}  // namespace
}  // namespace conclave::rpc
