#include "server/ops/config_keys.h"

#include <algorithm>
#include <array>
#include <limits>

#include "server/ops/config_text.h"

namespace conclave::ops {
namespace {

constexpr std::size_t kKiB = 1024;
constexpr std::size_t kMiB = 1024 * kKiB;
constexpr std::size_t kGiB = 1024 * kMiB;

// The name nearest so far.
struct Nearest {
  std::string_view name;
  std::size_t distance = std::numeric_limits<std::size_t>::max();

  void Offer(std::string_view candidate, std::size_t at) {
    if (at >= distance) return;
    name = candidate;
    distance = at;
  }
};

}  // namespace

// A key and the member of the same name, so that neither can be without the other.
#define CONCLAVE_KEY(path, summary, kind, ...)             \
  ConfigKey {                                              \
#path, summary, kind {                                 \
      [](Config & config) -> auto& { return config.path; } \
      __VA_OPT__(, ) __VA_ARGS__                           \
    }                                                      \
  }

std::span<const ConfigKey> ConfigKeys() {
  static const auto kKeys = std::to_array<ConfigKey>({
      CONCLAVE_KEY(name, "Name of the server, shown to people.", TextKey, 64),
      CONCLAVE_KEY(addresses,
                   "How clients reach the server, for its certificate: \"conclaved init\" adds what is new here.",
                   HostsKey),
      CONCLAVE_KEY(reflection, "Whether tools may ask the server what services it has (gRPC reflection).", SwitchKey),
      CONCLAVE_KEY(shards, "Threads that deliver to clients; 0: as many as suit the machine.", CountKey, 0, 256),

      CONCLAVE_KEY(listen.main, "Where clients with a certificate are served; port 0 is any that is free.",
                   EndpointKey),
      CONCLAVE_KEY(listen.metrics, "Where anybody on this machine reads the metrics, over HTTP at /metrics.",
                   LoopbackKey),

      CONCLAVE_KEY(log.level, "Events below this level are not logged.", LevelKey),

      CONCLAVE_KEY(drain.deadline, "How long a server that was told to stop waits for commands in flight.", DurationKey,
                   absl::ZeroDuration(), absl::Minutes(10)),

      CONCLAVE_KEY(limits.text_bytes, "Size of a message's text.", SizeKey, 1, 24 * kKiB),
      CONCLAVE_KEY(limits.request_bytes, "Size of one request on the stream and of one unary request.", SizeKey,
                   64 * kKiB, 128 * kKiB),
      CONCLAVE_KEY(limits.hello_bytes, "Size of the first request of a stream.", SizeKey, kKiB, 64 * kKiB),
      CONCLAVE_KEY(limits.name_bytes, "Size of the name of a room or user.", SizeKey, 1, 256),
      CONCLAVE_KEY(limits.topic_bytes, "Size of a room's topic.", SizeKey, 0, 4 * kKiB),
      CONCLAVE_KEY(limits.direct_members, "People in one direct room.", CountKey, 2, 256),
      CONCLAVE_KEY(limits.users_per_call, "Users asked for in one call.", CountKey, 1, 500),
      CONCLAVE_KEY(limits.commands_in_flight, "Commands of one stream without an answer.", CountKey, 1, 4096),
      CONCLAVE_KEY(limits.attached_rooms, "Rooms attached in one stream.", CountKey, 1, 100'000),
      CONCLAVE_KEY(limits.rooms_per_user, "Rooms one user is in.", CountKey, 1, 100'000),
      CONCLAVE_KEY(limits.members_per_room, "Members of one room other than the lobby.", CountKey, 2, 1'000'000),
      CONCLAVE_KEY(limits.streams_per_device, "Streams of one device at a time.", CountKey, 1, 64),
      CONCLAVE_KEY(limits.page_events, "Events of one page of history.", CountKey, 1, 10'000),
      CONCLAVE_KEY(limits.page_entries, "Entries of one page of a list: rooms, members.", CountKey, 1, 1000),
      CONCLAVE_KEY(limits.page_bytes, "Size of one page of history and of any other response.", SizeKey, 64 * kKiB,
                   256 * kKiB),
      CONCLAVE_KEY(limits.outbox_bytes,
                   "What may wait in one connection before its rooms are caught up from the log instead.", SizeKey,
                   64 * kKiB, 64 * kMiB),
      CONCLAVE_KEY(limits.tail_bytes, "Recent events kept in memory, for the whole server.", SizeKey, 64 * kKiB,
                   64 * kGiB),
      CONCLAVE_KEY(limits.commit_queue, "Commands waiting to be written, for the whole server.", CountKey, 1,
                   16'777'216),
      CONCLAVE_KEY(limits.commit_queue_bytes, "Size of the commands waiting to be written, for the whole server.",
                   SizeKey, 64 * kKiB, 64 * kGiB),
      CONCLAVE_KEY(limits.read_queue,
                   "Reads waiting for the store, for the whole server: of calls, and as many of catching up.", CountKey,
                   1, 16'777'216),
      CONCLAVE_KEY(limits.read_queue_bytes, "Size of the reads waiting for the store, for the whole server.", SizeKey,
                   64 * kKiB, 64 * kGiB),
      CONCLAVE_KEY(limits.device_commands_per_second,
                   "Commands and calls of one device in a second, for long; 0: any number.", CountKey, 0, 1'000'000),
      CONCLAVE_KEY(limits.device_burst, "Commands and calls one device may make at once, after a while without.",
                   CountKey, 1, 1'000'000),
      CONCLAVE_KEY(limits.room_messages_per_second, "Messages into one room in a second, for long; 0: any number.",
                   CountKey, 0, 1'000'000),
      CONCLAVE_KEY(limits.room_burst, "Messages one room takes at once, after a while without.", CountKey, 1,
                   1'000'000),
      CONCLAVE_KEY(limits.connections,
                   "Connections of clients; fewer when the process may not have so many open files.", CountKey, 1,
                   1'000'000),
      CONCLAVE_KEY(limits.connections_per_address, "Connections from one IPv4 address or one /64 of IPv6.", CountKey, 1,
                   1'000'000),
      CONCLAVE_KEY(limits.handshakes, "Connections that have made no call yet; more wait to be accepted.", CountKey, 1,
                   1'000'000),
      CONCLAVE_KEY(limits.handshakes_per_address,
                   "Connections from one IPv4 address or one /64 of IPv6 that have made no call yet.", CountKey, 1,
                   1'000'000),
      CONCLAVE_KEY(limits.handshake_timeout, "A handshake that takes longer ends the connection.", DurationKey,
                   absl::Milliseconds(100), absl::Minutes(10)),
      CONCLAVE_KEY(limits.first_call_timeout, "A connection whose first call has not begun by then is ended.",
                   DurationKey, absl::Milliseconds(100), absl::Minutes(10)),
      CONCLAVE_KEY(limits.idle_timeout, "A connection that has had no call for so long is ended.", DurationKey,
                   absl::Seconds(1), absl::Hours(24)),
      CONCLAVE_KEY(limits.hello_timeout, "A stream whose first request has not come by then is ended.", DurationKey,
                   absl::Milliseconds(100), absl::Minutes(10)),
      CONCLAVE_KEY(limits.stuck_write, "A write not taken by the client for so long ends the stream.", DurationKey,
                   absl::Milliseconds(100), absl::Minutes(10)),
      CONCLAVE_KEY(limits.heartbeat_interval, "The server says something on each stream at least this often.",
                   DurationKey, absl::Milliseconds(100), absl::Minutes(10)),
  });
  return kKeys;
}

#undef CONCLAVE_KEY

std::string_view ConfigKey::Section() const {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : name.substr(0, dot);
}

std::string_view ConfigKey::Leaf() const {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? name : name.substr(dot + 1);
}

std::string_view NearestKey(std::string_view name) {
  // Long names are not worth the time the distance takes.
  const std::string_view looked_at = name.substr(0, 100);
  Nearest nearest;
  for (const ConfigKey& key : ConfigKeys()) {
    nearest.Offer(key.name, EditDistance(looked_at, key.name));
    // A key written into the wrong section is one mistake.
    nearest.Offer(key.name, 1 + EditDistance(looked_at.substr(looked_at.rfind('.') + 1), key.Leaf()));
    if (!key.Section().empty()) nearest.Offer(key.Section(), EditDistance(looked_at, key.Section()));
  }
  return nearest.name;
}

}  // namespace conclave::ops
