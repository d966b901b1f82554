#ifndef CONCLAVE_SERVER_STORE_SQLITE_SQLITE_STORE_H_
#define CONCLAVE_SERVER_STORE_SQLITE_SQLITE_STORE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/core/random.h"
#include "server/store/sqlite/checkpointer.h"
#include "server/store/sqlite/damage_report.h"
#include "server/store/sqlite/pool.h"
#include "server/store/sqlite/reader.h"
#include "server/store/sqlite/store_lock.h"
#include "server/store/sqlite/writer.h"
#include "server/store/store.h"

namespace conclave::store {

struct SqliteOptions {
  // The database file, made if absent in a directory that exists. Beside it stand its log ("-wal"), the log's index
  // ("-shm") and a lock file (".lock").
  std::string path;
  // Connections that read, and so how many reads run at a time. At least 1.
  std::size_t readers = 4;
  // A larger log is emptied between two commits.
  std::uint64_t wal_restart_bytes = std::uint64_t{256} << 20;
  // Gives a new store its epoch.
  Random* random = &SystemRandom();
  // Name of a registered SQLite VFS to reach the disk through; empty: the system's.
  std::string vfs;
  // Told once of each damage that is met in rows or files, by any call; on the thread of that call.
  DamageReport::Listener on_damage;
};

// The store in one SQLite database, for one process. What Commit has returned for survives a crash of the process and
// of the machine. Thread-safe.
class SqliteStore final : public Store {
 public:
  struct Counters {
    // Bytes of the log in use.
    std::uint64_t wal_bytes = 0;
    // How often a commit found it too large and emptied it.
    std::uint64_t wal_restarts = 0;
  };

  // The texts are sentences for the operator. UNAVAILABLE: another process has the store open, or the disk fails.
  // PERMISSION_DENIED: the file or its directory cannot be written. DATA_LOSS: damaged, or not a store.
  // FAILED_PRECONDITION: made by a newer version of the program.
  static absl::StatusOr<std::unique_ptr<SqliteStore>> Open(const SqliteOptions& options);

  [[nodiscard]] Counters GetCounters() const { return {writer_->wal_bytes(), writer_->wal_restarts()}; }

  [[nodiscard]] Header GetHeader() const override { return header_; }
  absl::StatusOr<HighestIds> LoadHighestIds() override;
  absl::StatusOr<std::optional<UserRow>> LoadUser(UserId id) override;
  absl::StatusOr<std::optional<UserRow>> LoadUserByName(std::string_view name) override;
  absl::StatusOr<std::optional<DeviceRow>> LoadDevice(DeviceId id) override;
  absl::StatusOr<std::optional<RoomRow>> LoadRoom(RoomId id) override;
  absl::StatusOr<std::optional<RoomRow>> LoadRoomByName(std::string_view name) override;
  absl::StatusOr<std::optional<RoomRow>> LoadRoomByDirectKey(std::string_view key) override;
  absl::StatusOr<std::optional<RoomRow>> LoadLobby() override;
  absl::StatusOr<std::vector<RoomRow>> FindPublicRooms(std::string_view part, std::string_view after,
                                                       std::size_t limit) override;
  absl::StatusOr<std::optional<MemberRow>> LoadMember(RoomId room, UserId user) override;
  absl::StatusOr<std::vector<NamedMember>> LoadMembers(RoomId room, UserId after, std::size_t limit) override;
  absl::StatusOr<std::vector<Membership>> LoadMemberships(UserId user, RoomId after, std::size_t limit) override;
  absl::StatusOr<std::size_t> CountMemberships(UserId user) override;
  absl::StatusOr<std::vector<VisibilityRow>> LoadVisibilities(RoomId room, UserId user) override;
  absl::StatusOr<std::optional<CommandRow>> LoadCommand(DeviceId device, const CommandId& id) override;
  absl::StatusOr<EventPage> LoadPage(const PageQuery& query) override;
  absl::Status Commit(const CommitBatch& batch) override;
  absl::Status Checkpoint() override;

 private:
  SqliteStore(StoreLock lock, Header header, DamageReport::Listener on_damage, std::unique_ptr<Writer> writer,
              std::vector<std::unique_ptr<Checkpointer>> checkpointers, std::vector<std::unique_ptr<Reader>> readers);

  static absl::StatusOr<std::unique_ptr<SqliteStore>> OpenLocked(const SqliteOptions& options, StoreLock lock);

  // In the order in which they are made; the lock is released last.
  const StoreLock lock_;
  const Header header_;
  DamageReport damage_;
  const std::unique_ptr<Writer> writer_;
  Pool<Checkpointer> checkpointers_;
  Pool<Reader> readers_;
};

}  // namespace conclave::store

#endif  // CONCLAVE_SERVER_STORE_SQLITE_SQLITE_STORE_H_
