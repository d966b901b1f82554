#ifndef CONCLAVE_BENCH_LOAD_EVENT_SCANNER_H_
#define CONCLAVE_BENCH_LOAD_EVENT_SCANNER_H_

#include <cstdint>
#include <string_view>

#include "bench/load/wire_reader.h"
#include "conclave/v1/chat.pb.h"

namespace conclave::bench {

// Reads of encoded responses only what a load generator counts, in some ten nanoseconds per event, where parsing the
// messages would cost it more than the server needs to send them.

// The event's kind is its field number in conclave.v1.Event.
struct ScannedEvent {
  std::uint32_t kind = 0;
  // The encoding of the message of that kind.
  std::string_view body;
  // The encoding of the Event.
  std::string_view whole;
};

// Calls `visit(ScannedEvent)` for each event of one encoded ChatResponse. False when the bytes are not one.
template <typename Visit>
bool ForEachEvent(std::string_view response, Visit visit) {
  WireReader responses(response);
  while (responses.Next()) {
    if (responses.field() != v1::ChatResponse::kEventsFieldNumber) continue;
    WireReader event(responses.bytes());
    while (event.Next()) visit(ScannedEvent{.kind = event.field(), .body = event.bytes(), .whole = responses.bytes()});
    if (!event.ok()) return false;
  }
  return responses.ok();
}

struct ScannedRoomEvent {
  std::uint64_t room = 0;
  std::uint64_t seq = 0;
  // 16 bytes, or none.
  std::string_view command_id;
};

inline ScannedRoomEvent ScanRoomEvent(std::string_view body) {
  ScannedRoomEvent scanned;
  WireReader reader(body);
  // The id comes after what else is wanted of it.
  while (scanned.command_id.empty() && reader.Next()) {
    switch (reader.field()) {
      case v1::RoomEvent::kRoomIdFieldNumber:
        scanned.room = reader.number();
        break;
      case v1::RoomEvent::kSeqFieldNumber:
        scanned.seq = reader.number();
        break;
      case v1::RoomEvent::kCommandIdFieldNumber:
        scanned.command_id = reader.bytes();
        break;
      default:
        break;
    }
  }
  return scanned;
}

// The request that an encoded Ack answers.
inline std::uint64_t ScanAck(std::string_view body) {
  WireReader reader(body);
  while (reader.Next()) {
    if (reader.field() == v1::Ack::kRequestIdFieldNumber) return reader.number();
  }
  return 0;
}

}  // namespace conclave::bench

#endif  // CONCLAVE_BENCH_LOAD_EVENT_SCANNER_H_
