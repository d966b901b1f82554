#include "server/store/sqlite/sqlite_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "server/core/refusal.h"
#include "server/core/strings.h"
#include "server/store/sqlite/database.h"
#include "server/store/sqlite/schema.h"
#include "server/store/sqlite/sql.h"
#include "server/store/sqlite/wal_check.h"

namespace conclave::store {
namespace {

// What kept the database at `path` from being opened, as a sentence for the operator.
absl::Status Explain(const std::string& path, const absl::Status& status) {
  std::string_view what;
  switch (status.code()) {
    case absl::StatusCode::kDataLoss:
      what = " is damaged or not a store of this program: ";
      break;
    case absl::StatusCode::kFailedPrecondition:
      what = " was made by a newer version of this program: ";
      break;
    default:
      what = " cannot be opened: ";
      break;
  }
  return absl::Status(status.code(), absl::StrCat(path, ToAbsl(what), status.message(), "."));
}

// SQLite would let others read it. Its log and index take over the mode of the database. Whether the file can be made
// is left to SQLite to find out.
void MakePrivateFile(const std::string& path) {
  const int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor >= 0) close(descriptor);
}

}  // namespace

SqliteStore::SqliteStore(StoreLock lock, Header header, DamageReport::Listener on_damage,
                         std::unique_ptr<Writer> writer, std::vector<std::unique_ptr<Checkpointer>> checkpointers,
                         std::vector<std::unique_ptr<Reader>> readers)
    : lock_(std::move(lock)),
      header_(header),
      damage_(std::move(on_damage)),
      writer_(std::move(writer)),
      checkpointers_(std::move(checkpointers)),
      readers_(std::move(readers)) {}

absl::StatusOr<std::unique_ptr<SqliteStore>> SqliteStore::Open(const SqliteOptions& options) {
  CONCLAVE_ASSIGN_OR_RETURN(StoreLock lock, StoreLock::Take(options.path));
  auto store = OpenLocked(options, std::move(lock));
  if (!store.ok()) return Explain(options.path, store.status());
  return store;
}

absl::StatusOr<std::unique_ptr<SqliteStore>> SqliteStore::OpenLocked(const SqliteOptions& options, StoreLock lock) {
  CONCLAVE_RETURN_IF_ERROR(CheckWal(options.path + "-wal"));
  MakePrivateFile(options.path);
  const DatabaseLocation location{.path = options.path, .vfs = options.vfs};
  CONCLAVE_ASSIGN_OR_RETURN(Database database, Database::Open(location));
  CONCLAVE_RETURN_IF_ERROR(database.Execute(sql::kConfigure));
  CONCLAVE_ASSIGN_OR_RETURN(const Header header, PrepareSchema(database, *options.random));
  CONCLAVE_ASSIGN_OR_RETURN(auto writer, Writer::Open(std::move(database), options.wal_restart_bytes));
  std::vector<std::unique_ptr<Checkpointer>> checkpointers(1);
  CONCLAVE_ASSIGN_OR_RETURN(checkpointers.front(), Checkpointer::Open(location));
  std::vector<std::unique_ptr<Reader>> readers(options.readers);
  for (auto& reader : readers) {
    CONCLAVE_ASSIGN_OR_RETURN(reader, Reader::Open(location));
  }
  // What could not be opened is left as it was found.
  writer->EmptyLogAtClose();
  return absl::WrapUnique(new SqliteStore(std::move(lock), header, options.on_damage, std::move(writer),
                                          std::move(checkpointers), std::move(readers)));
}

absl::StatusOr<HighestIds> SqliteStore::LoadHighestIds() { return damage_.Pass(readers_.Take()->LoadHighestIds()); }

absl::StatusOr<std::optional<UserRow>> SqliteStore::LoadUser(UserId id) {
  return damage_.Pass(readers_.Take()->LoadUser(id));
}

absl::StatusOr<std::optional<UserRow>> SqliteStore::LoadUserByName(std::string_view name) {
  return damage_.Pass(readers_.Take()->LoadUserByName(name));
}

absl::StatusOr<std::optional<DeviceRow>> SqliteStore::LoadDevice(DeviceId id) {
  return damage_.Pass(readers_.Take()->LoadDevice(id));
}

absl::StatusOr<std::optional<RoomRow>> SqliteStore::LoadRoom(RoomId id) {
  return damage_.Pass(readers_.Take()->LoadRoom(id));
}

absl::StatusOr<std::optional<RoomRow>> SqliteStore::LoadRoomByName(std::string_view name) {
  return damage_.Pass(readers_.Take()->LoadRoomByName(name));
}

absl::StatusOr<std::optional<RoomRow>> SqliteStore::LoadRoomByDirectKey(std::string_view key) {
  return damage_.Pass(readers_.Take()->LoadRoomByDirectKey(key));
}

absl::StatusOr<std::optional<RoomRow>> SqliteStore::LoadLobby() { return damage_.Pass(readers_.Take()->LoadLobby()); }

absl::StatusOr<std::vector<RoomRow>> SqliteStore::FindPublicRooms(std::string_view part, std::string_view after,
                                                                  std::size_t limit) {
  return damage_.Pass(readers_.Take()->FindPublicRooms(part, after, limit));
}

absl::StatusOr<std::optional<MemberRow>> SqliteStore::LoadMember(RoomId room, UserId user) {
  return damage_.Pass(readers_.Take()->LoadMember(room, user));
}

absl::StatusOr<std::vector<NamedMember>> SqliteStore::LoadMembers(RoomId room, UserId after, std::size_t limit) {
  return damage_.Pass(readers_.Take()->LoadMembers(room, after, limit));
}

absl::StatusOr<std::vector<Membership>> SqliteStore::LoadMemberships(UserId user, RoomId after, std::size_t limit) {
  return damage_.Pass(readers_.Take()->LoadMemberships(user, after, limit));
}

absl::StatusOr<std::size_t> SqliteStore::CountMemberships(UserId user) {
  return damage_.Pass(readers_.Take()->CountMemberships(user));
}

absl::StatusOr<std::vector<VisibilityRow>> SqliteStore::LoadVisibilities(RoomId room, UserId user) {
  return damage_.Pass(readers_.Take()->LoadVisibilities(room, user));
}

absl::StatusOr<std::optional<CommandRow>> SqliteStore::LoadCommand(DeviceId device, const CommandId& id) {
  return damage_.Pass(readers_.Take()->LoadCommand(device, id));
}

absl::StatusOr<EventPage> SqliteStore::LoadPage(const PageQuery& query) {
  return damage_.Pass(readers_.Take()->LoadPage(query));
}

absl::Status SqliteStore::Commit(const CommitBatch& batch) { return damage_.Pass(writer_->Commit(batch)); }

absl::Status SqliteStore::Checkpoint() { return damage_.Pass(checkpointers_.Take()->Checkpoint()); }

}  // namespace conclave::store
