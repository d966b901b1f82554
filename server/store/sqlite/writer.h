#ifndef CONCLAVE_SERVER_STORE_SQLITE_WRITER_H_
#define CONCLAVE_SERVER_STORE_SQLITE_WRITER_H_

#include <atomic>
#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/store/sqlite/database.h"
#include "server/store/sqlite/sql.h"
#include "server/store/sqlite/statement.h"
#include "server/store/store.h"

struct sqlite3;

namespace conclave::store {

// The connection that writes. Each commit is one transaction, on disk when it returns. Commit is called by one thread
// at a time; the counters are read by any. Owned by the store.
class Writer {
 public:
  // Before a commit that finds a log of `wal_restart_bytes` or more, the log is copied into the database and begun
  // anew.
  static absl::StatusOr<std::unique_ptr<Writer>> Open(Database database, std::uint64_t wal_restart_bytes);

  // As the last connection to close, copies the log into the database and removes it.
  void EmptyLogAtClose() { database_.EmptyLogAtClose(true); }

  // As Store::Commit.
  absl::Status Commit(const CommitBatch& batch);

  [[nodiscard]] std::uint64_t wal_bytes() const { return wal_bytes_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t wal_restarts() const { return wal_restarts_.load(std::memory_order_relaxed); }

 private:
  Writer(Database database, std::uint64_t page_bytes, std::uint64_t wal_restart_bytes);

  static int OnWalGrown(void* writer, sqlite3* connection, const char* name, int frames);

  absl::Status Write(const CommitBatch& batch);
  absl::Status Write(const UserRow& user);
  absl::Status Write(const DeviceRow& device);
  absl::Status Write(const RoomRow& room);
  absl::Status Write(const MemberRow& member);
  absl::Status Write(const VisibilityRow& visibility);
  absl::Status Write(const EventRow& event);
  absl::Status Write(const CommandRow& command);
  // The last statement that wrote has changed a row.
  bool Changed();
  void Rollback();
  void RestartWalIfLarge();

  // Constant after construction.
  const std::uint64_t frame_bytes_;
  const std::uint64_t wal_restart_bytes_;

  // Of the thread that commits.
  Database database_;
  Statement begin_{database_, sql::kBeginWrite};
  Statement commit_{database_, sql::kCommit};
  Statement rollback_{database_, sql::kRollback};
  Statement insert_user_{database_, sql::kInsertUser};
  Statement insert_device_{database_, sql::kInsertDevice};
  Statement count_room_{database_, sql::kCountRoom};
  Statement count_member_{database_, sql::kCountMember};
  Statement upsert_room_{database_, sql::kUpsertRoom};
  Statement upsert_member_{database_, sql::kUpsertMember};
  Statement insert_visibility_{database_, sql::kInsertVisibility};
  Statement insert_event_{database_, sql::kInsertEvent};
  Statement insert_command_{database_, sql::kInsertCommand};
  // A log of this size is restarted.
  std::uint64_t restart_at_;

  // Self-synchronised.
  std::atomic<std::uint64_t> wal_bytes_ = 0;
  std::atomic<std::uint64_t> wal_restarts_ = 0;
};

}  // namespace conclave::store

#endif  // CONCLAVE_SERVER_STORE_SQLITE_WRITER_H_
