#include "server/core/event_codec.h"

#include <gtest/gtest.h>

#include <limits>

#include "conclave/v1/chat.pb.h"
#include "server/core/random.h"

namespace conclave {
namespace {

v1::RoomEvent Message(std::string text) {
  v1::RoomEvent event;
  event.mutable_message()->set_text(std::move(text));
  return event;
}

TEST(EventCodecTest, EncodingIsThatOfTheMessageWithAllStampedFields) {
  const EventHead head{.room = RoomId(kIdBound - 1),
                       .seq = 300,
                       .time = 1'700'000'000'000'000,
                       .author = UserId(7),
                       .device = DeviceId(9),
                       .command = MakeCommandId(1'700'000'000'000'000, SystemRandom()),
                       .ordinal = 200,
                       .author_ordinal = 100};
  std::string bytes;
  AppendRoomEvent(head, EncodeBody(Message("hello")), bytes);

  v1::Event event;
  ASSERT_TRUE(DecodeEvent(bytes, event));
  const v1::RoomEvent& room_event = event.room_event();
  EXPECT_EQ(room_event.room_id(), head.room.value());
  EXPECT_EQ(room_event.seq(), head.seq);
  EXPECT_EQ(room_event.time_us(), head.time);
  EXPECT_EQ(room_event.author_user_id(), head.author.value());
  EXPECT_EQ(room_event.author_device_id(), head.device.value());
  EXPECT_EQ(room_event.command_id(), head.command.bytes());
  EXPECT_EQ(room_event.ordinal(), head.ordinal);
  EXPECT_EQ(room_event.author_ordinal(), head.author_ordinal);
  EXPECT_EQ(room_event.message().text(), "hello");
  // Written by hand, it is still the canonical encoding.
  std::string canonical;
  AppendEvent(event, canonical);
  EXPECT_EQ(bytes, canonical);
}

TEST(EventCodecTest, LargestHeadFits) {
  constexpr auto kMax = std::numeric_limits<std::uint64_t>::max();
  const EventHead head{.room = RoomId(kMax),
                       .seq = kMax,
                       .time = -1,
                       .author = UserId(std::numeric_limits<std::uint32_t>::max()),
                       .device = DeviceId(kMax),
                       .command = MakeCommandId(0, SystemRandom()),
                       .ordinal = kMax,
                       .author_ordinal = kMax};
  std::string bytes;
  AppendRoomEvent(head, EncodeBody(Message("x")), bytes);
  v1::Event event;
  ASSERT_TRUE(DecodeEvent(bytes, event));
  EXPECT_EQ(event.room_event().ordinal(), kMax);
}

TEST(EventCodecTest, EncodingsConcatenateToOneResponse) {
  std::string bytes;
  for (Seq seq = 1; seq <= 3; ++seq) AppendRoomEvent({.room = RoomId(1), .seq = seq}, EncodeBody(Message("m")), bytes);
  v1::ChatResponse response;
  ASSERT_TRUE(response.ParseFromString(bytes));
  ASSERT_EQ(response.events_size(), 3);
  EXPECT_EQ(response.events(2).room_event().seq(), 3u);
}

TEST(EventCodecTest, BytesThatAreNotOneEventAreRefused) {
  v1::Event event;
  EXPECT_FALSE(DecodeEvent("", event));
  EXPECT_FALSE(DecodeEvent("\xff\xff", event));
}

}  // namespace
}  // namespace conclave
