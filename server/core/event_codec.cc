#include "server/core/event_codec.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <array>
#include <cstdint>

#include "conclave/v1/chat.pb.h"

namespace conclave {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedOutputStream;

constexpr std::uint32_t Tag(int field, WireFormatLite::WireType type) {
  return (static_cast<std::uint32_t>(field) << 3) | static_cast<std::uint32_t>(type);
}

constexpr std::uint8_t kEventsTag =
    Tag(v1::ChatResponse::kEventsFieldNumber, WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
constexpr std::uint8_t kRoomEventTag = Tag(v1::Event::kRoomEventFieldNumber, WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
constexpr std::uint8_t kCommandTag =
    Tag(v1::RoomEvent::kCommandIdFieldNumber, WireFormatLite::WIRETYPE_LENGTH_DELIMITED);

// The stamped fields need at most 7 varints with a tag of one byte each, and the client-made id.
constexpr std::size_t kHeadBytes = 7 * (1 + 10) + 2 + CommandId::kSize;

std::uint8_t* WriteField(int field, std::uint64_t value, std::uint8_t* to) {
  if (value == 0) return to;
  *to++ = static_cast<std::uint8_t>(Tag(field, WireFormatLite::WIRETYPE_VARINT));
  return CodedOutputStream::WriteVarint64ToArray(value, to);
}

std::size_t WriteHead(const EventHead& head, std::uint8_t* begin) {
  using Field = v1::RoomEvent;
  std::uint8_t* to = begin;
  to = WriteField(Field::kRoomIdFieldNumber, head.room.value(), to);
  to = WriteField(Field::kSeqFieldNumber, head.seq, to);
  to = WriteField(Field::kTimeUsFieldNumber, static_cast<std::uint64_t>(head.time), to);
  to = WriteField(Field::kAuthorUserIdFieldNumber, head.author.value(), to);
  to = WriteField(Field::kAuthorDeviceIdFieldNumber, head.device.value(), to);
  if (head.command != CommandId()) {
    *to++ = kCommandTag;
    *to++ = CommandId::kSize;
    for (const char byte : head.command.bytes()) *to++ = static_cast<std::uint8_t>(byte);
  }
  to = WriteField(Field::kOrdinalFieldNumber, head.ordinal, to);
  to = WriteField(Field::kAuthorOrdinalFieldNumber, head.author_ordinal, to);
  return static_cast<std::size_t>(to - begin);
}

// A tag of one byte and a length.
void AppendPrefix(std::uint8_t tag, std::size_t length, std::string& out) {
  std::array<std::uint8_t, 1 + 5> prefix{tag};
  const std::uint8_t* end =
      CodedOutputStream::WriteVarint32ToArray(static_cast<std::uint32_t>(length), prefix.data() + 1);
  out.append(reinterpret_cast<const char*>(prefix.data()), static_cast<std::size_t>(end - prefix.data()));
}

}  // namespace

std::string EncodeBody(const v1::RoomEvent& event) { return event.SerializeAsString(); }

void AppendRoomEvent(const EventHead& head, std::string_view body, std::string& out) {
  std::array<std::uint8_t, kHeadBytes> stamped;
  const std::size_t stamped_size = WriteHead(head, stamped.data());
  const std::size_t room_event_size = stamped_size + body.size();
  const std::size_t event_size =
      1 + CodedOutputStream::VarintSize32(static_cast<std::uint32_t>(room_event_size)) + room_event_size;
  AppendPrefix(kEventsTag, event_size, out);
  AppendPrefix(kRoomEventTag, room_event_size, out);
  out.append(reinterpret_cast<const char*>(stamped.data()), stamped_size);
  out.append(body);
}

void AppendEvent(const v1::Event& event, std::string& out) {
  AppendPrefix(kEventsTag, event.ByteSizeLong(), out);
  event.AppendToString(&out);
}

bool DecodeEvent(std::string_view bytes, v1::Event& event) {
  v1::ChatResponse response;
  if (!response.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return false;
  if (response.events_size() != 1) return false;
  event = std::move(*response.mutable_events(0));
  return true;
}

}  // namespace conclave
