#include "server/store/sqlite/reader.h"

#include <string>
#include <type_traits>

#include "absl/memory/memory.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/core/refusal.h"
#include "server/core/strings.h"
#include "server/store/page_builder.h"
#include "server/store/sqlite/event_checksum.h"

namespace conclave::store {
namespace {

constexpr absl::Duration kReaderLockTimeout = absl::Seconds(1);

UserRow ToUser(const Run& row) { return {row.IdAt<UserId>(0), std::string(row.Text(1)), row.Signed(2)}; }

DeviceRow ToDevice(const Run& row) {
  return {row.IdAt<DeviceId>(0), row.IdAt<UserId>(1), std::string(row.Text(2)), row.Signed(3)};
}

RoomRow ToRoomFrom(int first, const Run& row) {
  return {.id = row.IdAt<RoomId>(first),
          .kind = static_cast<v1::RoomKind>(row.Signed(first + 1)),
          .name = std::string(row.Text(first + 2)),
          .direct_key = std::string(row.Text(first + 3)),
          .topic = std::string(row.Text(first + 4)),
          .created = row.Signed(first + 5),
          .head = row.Unsigned(first + 6),
          .messages = row.Unsigned(first + 7),
          .last_time = row.Signed(first + 8),
          .members = static_cast<std::uint32_t>(row.Signed(first + 9))};
}

RoomRow ToRoom(const Run& row) { return ToRoomFrom(0, row); }

constexpr int kMemberColumns = 5;

MemberRow ToMember(const Run& row) {
  return {.room = row.IdAt<RoomId>(0),
          .user = row.IdAt<UserId>(1),
          .role = static_cast<v1::RoomRole>(row.Signed(2)),
          .joined = row.Unsigned(3),
          .messages = row.Unsigned(4)};
}

NamedMember ToNamedMember(const Run& row) { return {ToMember(row), std::string(row.Text(kMemberColumns))}; }

Membership ToMembership(const Run& row) { return {ToRoomFrom(kMemberColumns, row), ToMember(row)}; }

VisibilityRow ToVisibility(const Run& row) {
  return {row.IdAt<RoomId>(0), row.IdAt<UserId>(1), row.Unsigned(2), row.Unsigned(3)};
}

template <typename Convert>
using RowOf = std::invoke_result_t<Convert, const Run&>;

template <typename Convert>
absl::StatusOr<std::optional<RowOf<Convert>>> ReadOne(Run&& run, Convert convert) {
  CONCLAVE_ASSIGN_OR_RETURN(const bool found, run.Next());
  if (!found) return std::nullopt;
  return convert(run);
}

template <typename Convert>
absl::StatusOr<std::vector<RowOf<Convert>>> ReadAll(Run&& run, Convert convert) {
  std::vector<RowOf<Convert>> rows;
  for (;;) {
    CONCLAVE_ASSIGN_OR_RETURN(const bool found, run.Next());
    if (!found) return rows;
    rows.push_back(convert(run));
  }
}

// Of an aggregate: there is always one row.
template <typename Convert>
absl::StatusOr<RowOf<Convert>> ReadTheOne(Run&& run, Convert convert) {
  CONCLAVE_RETURN_IF_ERROR(run.Next().status());
  return convert(run);
}

// Makes several statements see the same commits. Begins here, ends with its scope.
class Snapshot {
 public:
  Snapshot(Statement& begin, Statement& end) : end_(end), status_(Run(begin).Finish()) {}
  // Has nothing to write: it can fail only where an error has ended the transaction already.
  ~Snapshot() { Run(end_).Finish().IgnoreError(); }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  [[nodiscard]] const absl::Status& status() const { return status_; }

 private:
  Statement& end_;
  const absl::Status status_;
};

absl::StatusOr<EventPage> ReadPage(Run&& run, RoomId room, PageBuilder page) {
  while (!page.full()) {
    CONCLAVE_ASSIGN_OR_RETURN(const bool found, run.Next());
    if (!found) break;
    const Seq seq = run.Unsigned(0);
    const auto ends_for = run.IdAt<UserId>(1);
    const std::string_view bytes = run.Bytes(3);
    if (EventChecksum(room, seq, ends_for, bytes) != run.Unsigned(2)) {
      return absl::DataLossError(
          absl::StrCat("event ", seq, " of room ", room.value(), " does not match its checksum"));
    }
    page.Offer(seq, bytes, ends_for);
  }
  return std::move(page).Finish();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Reader>> Reader::Open(const DatabaseLocation& location) {
  CONCLAVE_ASSIGN_OR_RETURN(Database database, Database::Open(location));
  database.SetLockTimeout(kReaderLockTimeout);
  CONCLAVE_RETURN_IF_ERROR(database.Execute(sql::kConfigure));
  CONCLAVE_RETURN_IF_ERROR(database.Execute(sql::kConfigureReader));
  return absl::WrapUnique(new Reader(std::move(database)));
}

absl::StatusOr<HighestIds> Reader::LoadHighestIds() {
  return ReadTheOne(Run(select_highest_ids_), [](const Run& row) {
    return HighestIds{row.IdAt<UserId>(0), row.IdAt<DeviceId>(1)};
  });
}

absl::StatusOr<std::optional<UserRow>> Reader::LoadUser(UserId id) {
  return ReadOne(Run(select_user_, id.value()), ToUser);
}

absl::StatusOr<std::optional<UserRow>> Reader::LoadUserByName(std::string_view name) {
  return ReadOne(Run(select_user_by_name_, name), ToUser);
}

absl::StatusOr<std::optional<DeviceRow>> Reader::LoadDevice(DeviceId id) {
  return ReadOne(Run(select_device_, id.value()), ToDevice);
}

absl::StatusOr<std::optional<RoomRow>> Reader::LoadRoom(RoomId id) {
  return ReadOne(Run(select_room_, id.value()), ToRoom);
}

absl::StatusOr<std::optional<RoomRow>> Reader::LoadRoomByName(std::string_view name) {
  return ReadOne(Run(select_room_by_name_, name), ToRoom);
}

absl::StatusOr<std::optional<RoomRow>> Reader::LoadRoomByDirectKey(std::string_view key) {
  return ReadOne(Run(select_room_by_direct_key_, key), ToRoom);
}

absl::StatusOr<std::optional<RoomRow>> Reader::LoadLobby() { return ReadOne(Run(select_lobby_), ToRoom); }

absl::StatusOr<std::vector<RoomRow>> Reader::FindPublicRooms(std::string_view part, std::string_view after,
                                                             std::size_t limit) {
  const std::string lowered = absl::AsciiStrToLower(ToAbsl(part));
  return ReadAll(Run(find_public_rooms_, std::string_view(lowered), after, limit), ToRoom);
}

absl::StatusOr<std::optional<MemberRow>> Reader::LoadMember(RoomId room, UserId user) {
  return ReadOne(Run(select_member_, room.value(), user.value()), ToMember);
}

absl::StatusOr<std::vector<NamedMember>> Reader::LoadMembers(RoomId room, UserId after, std::size_t limit) {
  return ReadAll(Run(select_members_, room.value(), after.value(), limit), ToNamedMember);
}

absl::StatusOr<std::vector<Membership>> Reader::LoadMemberships(UserId user, RoomId after, std::size_t limit) {
  return ReadAll(Run(select_memberships_, user.value(), after.value(), limit), ToMembership);
}

absl::StatusOr<std::size_t> Reader::CountMemberships(UserId user) {
  return ReadTheOne(Run(count_memberships_, user.value()),
                    [](const Run& row) { return static_cast<std::size_t>(row.Unsigned(0)); });
}

absl::StatusOr<std::vector<VisibilityRow>> Reader::LoadVisibilities(RoomId room, UserId user) {
  return ReadAll(Run(select_visibilities_, room.value(), user.value()), ToVisibility);
}

absl::StatusOr<std::optional<CommandRow>> Reader::LoadCommand(DeviceId device, const CommandId& id) {
  return ReadOne(Run(select_command_, device.value(), Blob{id.bytes()}), [&](const Run& row) {
    return CommandRow{.device = device,
                      .id = id,
                      .fingerprint = row.Unsigned(0),
                      .room = row.IdAt<RoomId>(1),
                      .seq = row.Unsigned(2),
                      .time = row.Signed(3)};
  });
}

absl::StatusOr<EventPage> Reader::LoadPage(const PageQuery& query) {
  const Snapshot snapshot(begin_, end_);
  CONCLAVE_RETURN_IF_ERROR(snapshot.status());
  CONCLAVE_ASSIGN_OR_RETURN(const auto head, ReadOne(Run(select_head_, query.room.value()),
                                                     [](const Run& row) { return Seq{row.Unsigned(0)}; }));
  const PageBuilder page(query, head.value_or(0));
  Statement& select = query.direction == Direction::kForward ? select_events_forward_ : select_events_backward_;
  return ReadPage(Run(select, query.room.value(), page.next()), query.room, page);
}

}  // namespace conclave::store
