#include "client/calls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "client/errors.h"
#include "server/core/refusal.h"
#include "tests/client/names.h"
#include "tests/support/fake_chat_server.h"
#include "tests/support/fake_room_service.h"

namespace conclave::client {
namespace {

using conclave::testing::FakeChatServer;
using conclave::testing::FakeRoomService;

grpc::Status Typed(v1::Reason reason, absl::Duration retry_after = absl::ZeroDuration()) {
  const v1::Error error = ErrorFrom(Refuse(reason, "No.", {.retry_after = retry_after}));
  v1::StatusDetails details;
  details.add_details()->PackFrom(error);
  return {static_cast<grpc::StatusCode>(error.code()), "No.", details.SerializeAsString()};
}

class CallsTest : public ::testing::Test {
 protected:
  static constexpr CallOptions kQuick = {.retry_base = absl::Milliseconds(1)};

  CallsTest() : calls_(std::make_shared<Connection>(server_.MakeIdentity(), ChannelOptions{}), kQuick) {}

  FakeChatServer server_;
  FakeRoomService& rooms_ = server_.rooms();
  Calls calls_;
};

TEST_F(CallsTest, RefusalCarriesItsReasonAndIsNotRepeated) {
  rooms_.FailsNext(Typed(v1::REASON_INVITATION_NEEDED));
  const auto joined = calls_.JoinRoom(kRoom);
  EXPECT_EQ(joined.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(joined.status()), v1::REASON_INVITATION_NEEDED);
  EXPECT_EQ(rooms_.JoinIds().size(), 1u);
}

TEST_F(CallsTest, UnavailableServerIsTriedAgainWithTheSameId) {
  rooms_.FailsNext(Typed(v1::REASON_FATE_UNKNOWN));
  rooms_.FailsNext(Typed(v1::REASON_STORE_UNAVAILABLE));
  const auto joined = calls_.JoinRoom(kRoom);
  ASSERT_TRUE(joined.ok()) << joined.status();
  EXPECT_EQ(*joined, 3u);
  const std::vector<std::string> ids = rooms_.JoinIds();
  ASSERT_EQ(ids.size(), 3u);
  EXPECT_EQ(ids[0], ids[1]);
  EXPECT_EQ(ids[0], ids[2]);
  EXPECT_TRUE(CommandId::FromBytes(ids[0]).has_value());
}

TEST_F(CallsTest, ACallBeyondTheRateIsMadeAgainAfterItsTime) {
  constexpr absl::Duration kWait = absl::Milliseconds(50);
  rooms_.FailsNext(Typed(v1::REASON_RATE_LIMITED, kWait));
  const absl::Duration before = SystemClock().Monotonic();
  const auto joined = calls_.JoinRoom(kRoom);
  ASSERT_TRUE(joined.ok()) << joined.status();
  EXPECT_GE(SystemClock().Monotonic() - before, kWait);
  EXPECT_EQ(rooms_.JoinIds().size(), 2u);
}

TEST_F(CallsTest, AttemptsAreBounded) {
  for (int i = 0; i < 4; ++i) rooms_.FailsNext(Typed(v1::REASON_STORE_UNAVAILABLE));
  EXPECT_EQ(ReasonOf(calls_.JoinRoom(kRoom).status()), v1::REASON_STORE_UNAVAILABLE);
  EXPECT_EQ(rooms_.JoinIds().size(), 3u);
}

TEST_F(CallsTest, GivenIdIsUsedAndOwnIdsDiffer) {
  const CommandId id = MakeCommandId(SystemClock().NowUs(), SystemRandom());
  ASSERT_TRUE(calls_.JoinRoom(kRoom, id).ok());
  ASSERT_TRUE(calls_.JoinRoom(kRoom).ok());
  ASSERT_TRUE(calls_.JoinRoom(kRoom).ok());
  const std::vector<std::string> ids = rooms_.JoinIds();
  EXPECT_EQ(ids[0], id.bytes());
  EXPECT_NE(ids[1], ids[2]);
}

TEST_F(CallsTest, AllPagesAreFetched) {
  rooms_.HasRooms(5);
  const auto rooms = calls_.ListRooms();
  ASSERT_TRUE(rooms.ok()) << rooms.status();
  ASSERT_EQ(rooms->size(), 5u);
  EXPECT_EQ((*rooms)[4].room_id(), 5u);
}

TEST_F(CallsTest, CallEndsAtItsTimeout) {
  rooms_.Hangs();
  Calls hasty(calls_.connection(), {.timeout = absl::Milliseconds(100)});
  EXPECT_EQ(hasty.JoinRoom(kRoom).status().code(), absl::StatusCode::kDeadlineExceeded);
  rooms_.Continues();
}

TEST_F(CallsTest, ACancelledCallEndsAndNoneBeginsAfterIt) {
  rooms_.Hangs();
  absl::Status hanging;
  std::thread caller([&] { hanging = calls_.JoinRoom(kRoom).status(); });
  rooms_.AwaitsJoins(1);
  calls_.Cancel();
  caller.join();
  EXPECT_EQ(hanging.code(), absl::StatusCode::kCancelled);
  rooms_.Continues();
  EXPECT_EQ(calls_.JoinRoom(kRoom).status().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(rooms_.JoinIds().size(), 1u);
}

TEST_F(CallsTest, CancelledBetweenTwoAttemptsThereIsNoSecondOne) {
  Calls slow(calls_.connection(), {.timeout = absl::Hours(100), .retry_base = absl::Hours(1)});
  rooms_.FailsNext(Typed(v1::REASON_STORE_UNAVAILABLE));
  absl::Status pausing;
  std::thread caller([&] { pausing = slow.JoinRoom(kRoom).status(); });
  rooms_.AwaitsJoins(1);
  slow.Cancel();
  caller.join();
  EXPECT_EQ(pausing.code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(rooms_.JoinIds().size(), 1u);
}

TEST_F(CallsTest, RestartedServerIsReachedAgainAtOnce) {
  ASSERT_TRUE(calls_.JoinRoom(kRoom).ok());
  server_.Stops();
  EXPECT_EQ(calls_.JoinRoom(kRoom).status().code(), absl::StatusCode::kUnavailable);
  server_.StartsAgain();
  EXPECT_TRUE(calls_.JoinRoom(kRoom).ok());
}

}  // namespace
}  // namespace conclave::client
