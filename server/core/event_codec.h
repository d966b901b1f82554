#ifndef CONCLAVE_SERVER_CORE_EVENT_CODEC_H_
#define CONCLAVE_SERVER_CORE_EVENT_CODEC_H_

#include <string>
#include <string_view>

#include "server/core/ids.h"

namespace conclave {

namespace v1 {
class Event;
class RoomEvent;
}  // namespace v1

// What the server stamps on a room event; the rest is its body.
struct EventHead {
  RoomId room;
  Seq seq = 0;
  TimeUs time = 0;
  UserId author;
  DeviceId device;
  CommandId command;
  // Both 0 unless the event is a message.
  Ordinal ordinal = 0;
  Ordinal author_ordinal = 0;
};

// An encoded event is the encoding of one ChatResponse with that one event: field 1, length, Event. Such encodings
// concatenate to a response with all their events, and stand as they are in GetHistoryResponse.

// Encodes the body of `event` alone, so that it can be made before the number is known.
std::string EncodeBody(const v1::RoomEvent& event);

// Appends the encoded event made of `head` and an encoded body.
void AppendRoomEvent(const EventHead& head, std::string_view body, std::string& out);

// Appends any event, encoded.
void AppendEvent(const v1::Event& event, std::string& out);

// The event of one encoding; false when `bytes` are not one.
bool DecodeEvent(std::string_view bytes, v1::Event& event);

}  // namespace conclave

#endif  // CONCLAVE_SERVER_CORE_EVENT_CODEC_H_
