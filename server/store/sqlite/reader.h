#ifndef CONCLAVE_SERVER_STORE_SQLITE_READER_H_
#define CONCLAVE_SERVER_STORE_SQLITE_READER_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "server/store/sqlite/database.h"
#include "server/store/sqlite/sql.h"
#include "server/store/sqlite/statement.h"
#include "server/store/store.h"

namespace conclave::store {

// A connection that reads. Each method is one short read transaction and means what it means in Store. Used by one
// thread at a time; owned by the store's pool.
class Reader {
 public:
  static absl::StatusOr<std::unique_ptr<Reader>> Open(const DatabaseLocation& location);

  absl::StatusOr<HighestIds> LoadHighestIds();
  absl::StatusOr<std::optional<UserRow>> LoadUser(UserId id);
  absl::StatusOr<std::optional<UserRow>> LoadUserByName(std::string_view name);
  absl::StatusOr<std::optional<DeviceRow>> LoadDevice(DeviceId id);
  absl::StatusOr<std::optional<RoomRow>> LoadRoom(RoomId id);
  absl::StatusOr<std::optional<RoomRow>> LoadRoomByName(std::string_view name);
  absl::StatusOr<std::optional<RoomRow>> LoadRoomByDirectKey(std::string_view key);
  absl::StatusOr<std::optional<RoomRow>> LoadLobby();
  absl::StatusOr<std::vector<RoomRow>> FindPublicRooms(std::string_view part, std::string_view after,
                                                       std::size_t limit);
  absl::StatusOr<std::optional<MemberRow>> LoadMember(RoomId room, UserId user);
  absl::StatusOr<std::vector<NamedMember>> LoadMembers(RoomId room, UserId after, std::size_t limit);
  absl::StatusOr<std::vector<Membership>> LoadMemberships(UserId user, RoomId after, std::size_t limit);
  absl::StatusOr<std::size_t> CountMemberships(UserId user);
  absl::StatusOr<std::vector<VisibilityRow>> LoadVisibilities(RoomId room, UserId user);
  absl::StatusOr<std::optional<CommandRow>> LoadCommand(DeviceId device, const CommandId& id);
  absl::StatusOr<EventPage> LoadPage(const PageQuery& query);

 private:
  explicit Reader(Database database) : database_(std::move(database)) {}

  Database database_;
  Statement begin_{database_, sql::kBeginRead};
  Statement end_{database_, sql::kCommit};
  Statement select_highest_ids_{database_, sql::kSelectHighestIds};
  Statement select_user_{database_, sql::kSelectUser};
  Statement select_user_by_name_{database_, sql::kSelectUserByName};
  Statement select_device_{database_, sql::kSelectDevice};
  Statement select_room_{database_, sql::kSelectRoom};
  Statement select_room_by_name_{database_, sql::kSelectRoomByName};
  Statement select_room_by_direct_key_{database_, sql::kSelectRoomByDirectKey};
  Statement select_lobby_{database_, sql::kSelectLobby};
  Statement find_public_rooms_{database_, sql::kFindPublicRooms};
  Statement select_member_{database_, sql::kSelectMember};
  Statement select_members_{database_, sql::kSelectMembers};
  Statement select_memberships_{database_, sql::kSelectMemberships};
  Statement count_memberships_{database_, sql::kCountMemberships};
  Statement select_visibilities_{database_, sql::kSelectVisibilities};
  Statement select_command_{database_, sql::kSelectCommand};
  Statement select_head_{database_, sql::kSelectHead};
  Statement select_events_forward_{database_, sql::kSelectEventsForward};
  Statement select_events_backward_{database_, sql::kSelectEventsBackward};
};

}  // namespace conclave::store

#endif  // CONCLAVE_SERVER_STORE_SQLITE_READER_H_
