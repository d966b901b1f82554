#include "server/store/sqlite/database.h"

#include <sqlite3.h>

#include "server/store/sqlite/sqlite_status.h"

namespace conclave::store {

void Database::Closer::operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }

absl::StatusOr<Database> Database::Open(const DatabaseLocation& location) {
  sqlite3* connection = nullptr;
  // Without mutexes of its own: a connection is used by one thread at a time.
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const char* vfs = location.vfs.empty() ? nullptr : location.vfs.c_str();
  const int result = sqlite3_open_v2(location.path.c_str(), &connection, kFlags, vfs);
  Database database(connection);
  if (result != SQLITE_OK) return StatusFrom(connection, result);
  database.EmptyLogAtClose(false);
  if (sqlite3_db_readonly(connection, "main") == 1) {
    return absl::PermissionDeniedError("it can only be read");
  }
  return database;
}

absl::Status Database::Execute(const char* sql) {
  const int result = sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr);
  return result == SQLITE_OK ? absl::OkStatus() : StatusFrom(handle(), result);
}

void Database::EmptyLogAtClose(bool empty) {
  sqlite3_db_config(handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, empty ? 0 : 1, nullptr);
}

void Database::SetLockTimeout(absl::Duration timeout) {
  sqlite3_busy_timeout(handle(), static_cast<int>(absl::ToInt64Milliseconds(timeout)));
}

bool Database::InTransaction() const { return sqlite3_get_autocommit(handle()) == 0; }

}  // namespace conclave::store
