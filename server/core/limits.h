#ifndef CONCLAVE_SERVER_CORE_LIMITS_H_
#define CONCLAVE_SERVER_CORE_LIMITS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "absl/time/time.h"

namespace conclave {

// Every bound of the server, with its default. Each is a key of the same name under [limits] in the configuration, and
// a name in kLimitNames. docs/limits.md says what happens at it, and why it is as it is.
struct Limits {
  // Bytes of a message's text.
  std::size_t text_bytes = 16 * 1024;
  // Bytes of one request on the stream and of one unary request.
  std::size_t request_bytes = 64 * 1024;
  // Bytes of Hello.
  std::size_t hello_bytes = 48 * 1024;
  // Bytes of the name of a room or user.
  std::size_t name_bytes = 64;
  // Bytes of a room's topic.
  std::size_t topic_bytes = 512;
  // People in one direct room.
  std::size_t direct_members = 16;
  // Users asked for in one call.
  std::size_t users_per_call = 500;
  // Commands of one stream without an answer (K).
  std::size_t commands_in_flight = 64;
  // Rooms attached in one stream.
  std::size_t attached_rooms = 1000;
  // Rooms one user is in.
  std::size_t rooms_per_user = 1000;
  // Members of one room other than the lobby.
  std::size_t members_per_room = 100'000;
  // Streams of one device at a time.
  std::size_t streams_per_device = 4;
  // Events of one page of history.
  std::size_t page_events = 500;
  // Entries of one page of a list: rooms, members.
  std::size_t page_entries = 500;
  // Bytes of one page of history and of any other response.
  std::size_t page_bytes = 256 * 1024;
  // Bytes waiting in one connection's live lane before its rooms go behind.
  std::size_t outbox_bytes = 256 * 1024;
  // Bytes of room tails in memory, for the whole server.
  std::size_t tail_bytes = 64 * 1024 * 1024;
  // Commands waiting for the committer, for the whole server.
  std::size_t commit_queue = 65'536;
  // Bytes of them.
  std::size_t commit_queue_bytes = 64 * 1024 * 1024;
  // Reads waiting for the reader pool, for the whole server: of calls, and as many of catching up.
  std::size_t read_queue = 16'384;
  // Bytes of them.
  std::size_t read_queue_bytes = 64 * 1024 * 1024;
  // Commands and calls of one device, in a second, for long; 0: any number.
  std::size_t device_commands_per_second = 100;
  // As many it may make at once, after a while without.
  std::size_t device_burst = 1000;
  // Messages into one room, in a second, for long; 0: any number.
  std::size_t room_messages_per_second = 500;
  // As many it takes at once, after a while without.
  std::size_t room_burst = 2000;
  // Connections of clients, for the whole server; fewer when the process may not have so many descriptors.
  std::size_t connections = 10'000;
  // Connections from one IPv4 address or one /64 of IPv6.
  std::size_t connections_per_address = 1000;
  // Connections that have made no call yet, for the whole server. More wait to be accepted.
  std::size_t handshakes = 1000;
  // The same from one IPv4 address or one /64 of IPv6.
  std::size_t handshakes_per_address = 200;
  // TLS and the beginning of HTTP/2 take no longer, or the connection is ended.
  absl::Duration handshake_timeout = absl::Seconds(10);
  // A connection whose first call has not begun by then is ended.
  absl::Duration first_call_timeout = absl::Seconds(20);
  // A connection that has had no call for so long is ended.
  absl::Duration idle_timeout = absl::Seconds(60);
  // A stream whose first request has not come by then is ended.
  absl::Duration hello_timeout = absl::Seconds(10);
  // A write not taken by the peer for so long ends the stream.
  absl::Duration stuck_write = absl::Seconds(10);
  // The server says something on each stream at least this often.
  absl::Duration heartbeat_interval = absl::Seconds(25);
};

// The limits by their keys.
inline constexpr auto kLimitNames = std::to_array<std::string_view>({
    "limits.text_bytes",
    "limits.request_bytes",
    "limits.hello_bytes",
    "limits.name_bytes",
    "limits.topic_bytes",
    "limits.direct_members",
    "limits.users_per_call",
    "limits.commands_in_flight",
    "limits.attached_rooms",
    "limits.rooms_per_user",
    "limits.members_per_room",
    "limits.streams_per_device",
    "limits.page_events",
    "limits.page_entries",
    "limits.page_bytes",
    "limits.outbox_bytes",
    "limits.tail_bytes",
    "limits.commit_queue",
    "limits.commit_queue_bytes",
    "limits.read_queue",
    "limits.read_queue_bytes",
    "limits.device_commands_per_second",
    "limits.device_burst",
    "limits.room_messages_per_second",
    "limits.room_burst",
    "limits.connections",
    "limits.connections_per_address",
    "limits.handshakes",
    "limits.handshakes_per_address",
    "limits.handshake_timeout",
    "limits.first_call_timeout",
    "limits.idle_timeout",
    "limits.hello_timeout",
    "limits.stuck_write",
    "limits.heartbeat_interval",
});

// A segment ends at this size; one write takes at most this much of what is queued.
inline constexpr std::size_t kSegmentBytes = 64 * 1024;
// No encoded event is larger.
inline constexpr std::size_t kEventBytes = 32 * 1024;

}  // namespace conclave

#endif  // CONCLAVE_SERVER_CORE_LIMITS_H_
