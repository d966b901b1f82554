#ifndef CONCLAVE_SERVER_STORE_STORE_H_
#define CONCLAVE_SERVER_STORE_STORE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "conclave/v1/event.pb.h"
#include "server/core/ids.h"

namespace conclave::store {

struct UserRow {
  UserId id;
  std::string name;
  TimeUs created = 0;

  bool operator==(const UserRow&) const = default;
};

struct DeviceRow {
  DeviceId id;
  UserId user;
  std::string name;
  TimeUs created = 0;

  bool operator==(const DeviceRow&) const = default;
};

// A room and its head. Every room has at least one event once it is committed.
struct RoomRow {
  RoomId id;
  v1::RoomKind kind = v1::ROOM_KIND_UNSPECIFIED;
  // Unique among rooms that have one; empty for direct rooms.
  std::string name;
  // Direct rooms: the sorted user ids joined by ','; unique. Empty for all others.
  std::string direct_key;
  std::string topic;
  TimeUs created = 0;
  Seq head = 0;
  Ordinal messages = 0;
  TimeUs last_time = 0;
  std::uint32_t members = 0;

  bool operator==(const RoomRow&) const = default;
};

// A user in a room, now or formerly.
struct MemberRow {
  RoomId room;
  UserId user;
  // Unspecified: a former member.
  v1::RoomRole role = v1::ROOM_ROLE_UNSPECIFIED;
  // Number of the event by which the present (or last) membership began.
  Seq joined = 0;
  // How many messages the user has written in the room; outlives the membership.
  Ordinal messages = 0;

  [[nodiscard]] bool IsMember() const { return role != v1::ROOM_ROLE_UNSPECIFIED; }

  bool operator==(const MemberRow&) const = default;
};

// A membership that has ended: the user may see the events `from` to `to`, both included.
struct VisibilityRow {
  RoomId room;
  UserId user;
  Seq from = 0;
  Seq to = 0;

  bool operator==(const VisibilityRow&) const = default;
};

struct EventRow {
  RoomId room;
  Seq seq = 0;
  // The encoded event (core/event_codec.h), the same bytes for ever.
  std::string bytes;
  // The user whose membership this event ends; none for all other events.
  UserId ends_for;

  bool operator==(const EventRow&) const = default;
};

// What a writing command did, so that the same again returns the same.
struct CommandRow {
  DeviceId device;
  CommandId id;
  // Of the command's payload: tells a retry from a reuse.
  std::uint64_t fingerprint = 0;
  RoomId room;
  Seq seq = 0;
  TimeUs time = 0;

  bool operator==(const CommandRow&) const = default;
};

// Everything one commit changes. Rooms and members are written as they stand here, whether they existed or not; all
// other rows are new.
struct CommitBatch {
  std::vector<UserRow> users;
  std::vector<DeviceRow> devices;
  std::vector<RoomRow> rooms;
  std::vector<MemberRow> members;
  std::vector<VisibilityRow> visibilities;
  std::vector<EventRow> events;
  std::vector<CommandRow> commands;

  [[nodiscard]] bool empty() const {
    return users.empty() && devices.empty() && rooms.empty() && members.empty() && visibilities.empty() &&
           events.empty() && commands.empty();
  }
};

enum class Direction { kForward, kBackward };

// Which events: the oldest above `bound` (forward) or the newest below it (backward).
struct PageQuery {
  RoomId room;
  Seq bound = 0;
  Direction direction = Direction::kForward;
  std::size_t max_events = 0;
  // The page ends before the event that would make it larger, but has at least one event if there is any.
  std::size_t max_bytes = 0;
};

struct EventPage {
  // Ascending by number, without a hole.
  std::vector<EventRow> events;
  // The room's head in the same snapshot; 0 when there is no such room.
  Seq head = 0;
};

struct Membership {
  RoomRow room;
  MemberRow member;

  bool operator==(const Membership&) const = default;
};

struct NamedMember {
  MemberRow member;
  std::string name;

  bool operator==(const NamedMember&) const = default;
};

// What the store is, as opposed to what it holds.
struct Header {
  // Numbers of two epochs never mix. Random, not 0, made with the store.
  std::uint64_t epoch = 0;
  // Version of the schema.
  int schema = 0;
};

// The highest numbers given out so far; 0 when none was.
struct HighestIds {
  UserId user;
  DeviceId device;
};

// Where everything durable is kept. Reads are thread-safe and see whole commits only; Commit is called by one thread at
// a time. Errors: UNAVAILABLE (cannot be used at present), DATA_LOSS (damaged), and those named at Commit; a read that
// finds nothing is no error. Owned by the server; outlives everything that uses it.
class Store {
 public:
  virtual ~Store() = default;

  [[nodiscard]] virtual Header GetHeader() const = 0;

  virtual absl::StatusOr<HighestIds> LoadHighestIds() = 0;

  virtual absl::StatusOr<std::optional<UserRow>> LoadUser(UserId id) = 0;
  virtual absl::StatusOr<std::optional<UserRow>> LoadUserByName(std::string_view name) = 0;
  virtual absl::StatusOr<std::optional<DeviceRow>> LoadDevice(DeviceId id) = 0;

  virtual absl::StatusOr<std::optional<RoomRow>> LoadRoom(RoomId id) = 0;
  virtual absl::StatusOr<std::optional<RoomRow>> LoadRoomByName(std::string_view name) = 0;
  virtual absl::StatusOr<std::optional<RoomRow>> LoadRoomByDirectKey(std::string_view key) = 0;
  // The lobby; nothing in a store nobody has set up yet.
  virtual absl::StatusOr<std::optional<RoomRow>> LoadLobby() = 0;
  // Public rooms (and the lobby) whose name contains `part` without regard to ASCII case, with a name above `after`,
  // ascending by name.
  virtual absl::StatusOr<std::vector<RoomRow>> FindPublicRooms(std::string_view part, std::string_view after,
                                                               std::size_t limit) = 0;

  virtual absl::StatusOr<std::optional<MemberRow>> LoadMember(RoomId room, UserId user) = 0;
  // Present members with an id above `after`, ascending.
  virtual absl::StatusOr<std::vector<NamedMember>> LoadMembers(RoomId room, UserId after, std::size_t limit) = 0;
  // Rooms the user is a member of now, with an id above `after`, ascending.
  virtual absl::StatusOr<std::vector<Membership>> LoadMemberships(UserId user, RoomId after, std::size_t limit) = 0;
  virtual absl::StatusOr<std::size_t> CountMemberships(UserId user) = 0;
  // Ended memberships, ascending by number.
  virtual absl::StatusOr<std::vector<VisibilityRow>> LoadVisibilities(RoomId room, UserId user) = 0;

  virtual absl::StatusOr<std::optional<CommandRow>> LoadCommand(DeviceId device, const CommandId& id) = 0;

  virtual absl::StatusOr<EventPage> LoadPage(const PageQuery& query) = 0;

  // Writes all of the batch or nothing, and returns when it is on disk. ABORTED: the batch contradicts what is stored
  // (a name, number or client-made id is there already). DATA_LOSS: what is stored there is damaged. With either
  // nothing was written. Any other error: it is unknown whether it was written; re-read before writing again.
  virtual absl::Status Commit(const CommitBatch& batch) = 0;

  // Housekeeping between commits, from any thread; never blocks a commit for long.
  virtual absl::Status Checkpoint() = 0;
};

}  // namespace conclave::store

#endif  // CONCLAVE_SERVER_STORE_STORE_H_
