#include "bench/load/event_scanner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "bench/planned_id.h"

namespace conclave::bench {
namespace {

using ::testing::ElementsAre;

v1::ChatResponse Message(std::uint64_t seq, std::string_view command_id) {
  v1::ChatResponse response;
  v1::RoomEvent& event = *response.add_events()->mutable_room_event();
  event.set_room_id(7'000'000'000'000'000);
  event.set_seq(seq);
  event.set_time_us(1'790'000'000'000'000);
  event.set_author_user_id(3);
  event.set_author_device_id(4);
  event.set_command_id(std::string(command_id));
  event.set_ordinal(seq);
  event.mutable_message()->set_text("hello");
  return response;
}

std::vector<std::uint32_t> KindsOf(std::string_view response, bool& whole) {
  std::vector<std::uint32_t> kinds;
  whole = ForEachEvent(response, [&](const ScannedEvent& event) { kinds.push_back(event.kind); });
  return kinds;
}

TEST(EventScannerTest, FindsRoomNumberAndIdOfARoomEvent) {
  const std::string response = Message(300, "0123456789abcdef").SerializeAsString();
  ScannedRoomEvent scanned;
  EXPECT_TRUE(ForEachEvent(response, [&](const ScannedEvent& event) { scanned = ScanRoomEvent(event.body); }));
  EXPECT_EQ(scanned.room, 7'000'000'000'000'000U);
  EXPECT_EQ(scanned.seq, 300U);
  EXPECT_EQ(scanned.command_id, "0123456789abcdef");
}

TEST(EventScannerTest, FindsTheRequestOfAnAck) {
  v1::Ack ack;
  ack.set_request_id(1 << 20);
  ack.set_room_id(5);
  ack.set_seq(6);
  EXPECT_EQ(ScanAck(ack.SerializeAsString()), 1U << 20);
}

TEST(EventScannerTest, VisitsEveryEventOfConcatenatedResponsesInOrder) {
  v1::ChatResponse others;
  others.add_events()->mutable_ack()->set_request_id(1);
  others.add_events()->mutable_heartbeat();
  const std::string response =
      Message(1, "x").SerializeAsString() + others.SerializeAsString() + Message(2, "y").SerializeAsString();
  bool whole = false;
  EXPECT_THAT(KindsOf(response, whole),
              ElementsAre(v1::Event::kRoomEventFieldNumber, v1::Event::kAckFieldNumber,
                          v1::Event::kHeartbeatFieldNumber, v1::Event::kRoomEventFieldNumber));
  EXPECT_TRUE(whole);
}

TEST(EventScannerTest, TheWholeOfAnEventCanBeParsed) {
  v1::ChatResponse response;
  response.add_events()->mutable_caught_up()->set_seq(12);
  v1::Event event;
  EXPECT_TRUE(ForEachEvent(response.SerializeAsString(), [&](const ScannedEvent& scanned) {
    EXPECT_TRUE(event.ParseFromArray(scanned.whole.data(), static_cast<int>(scanned.whole.size())));
  }));
  EXPECT_EQ(event.caught_up().seq(), 12U);
}

TEST(EventScannerTest, ACutResponseIsRefused) {
  const std::string response = Message(300, "0123456789abcdef").SerializeAsString();
  for (std::size_t size = 1; size < response.size(); ++size) {
    bool whole = true;
    KindsOf(std::string_view(response).substr(0, size), whole);
    EXPECT_FALSE(whole) << size;
  }
}

TEST(PlannedIdTest, IsAUuidThatTheServerTakesAndCarriesItsTime) {
  const Nanos planned = NowNanos();
  const CommandId id = MakePlannedId(planned);
  EXPECT_TRUE(CommandId::FromBytes(id.bytes()).has_value());
  EXPECT_EQ(PlannedTime(id.bytes()), planned);
}

TEST(PlannedIdTest, LaterTimesGiveGreaterIds) {
  Nanos planned = NowNanos();
  CommandId before = MakePlannedId(planned);
  // Past many milliseconds and their fractions.
  for (Nanos step = 1; step < 10'000'000; step *= 3) {
    planned += step;
    const CommandId id = MakePlannedId(planned);
    EXPECT_LT(before, id) << step;
    before = id;
  }
}

}  // namespace
}  // namespace conclave::bench
