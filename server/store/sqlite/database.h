#ifndef CONCLAVE_SERVER_STORE_SQLITE_DATABASE_H_
#define CONCLAVE_SERVER_STORE_SQLITE_DATABASE_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

struct sqlite3;

namespace conclave::store {

// Where a connection leads.
struct DatabaseLocation {
  // The database file; made if absent.
  std::string path;
  // Name of a registered VFS (SQLite's way to the disk); empty: the system's.
  std::string vfs;
};

// One connection to a SQLite database; closed at destruction. Used by one thread at a time. Owned by the one object
// that works with it, and outlives its statements.
class Database {
 public:
  // Leaves the log as it is at its close, until told otherwise. Errors as StatusFrom; PERMISSION_DENIED when the file
  // can only be read.
  static absl::StatusOr<Database> Open(const DatabaseLocation& location);

  // Runs statements that take and give nothing.
  absl::Status Execute(const char* sql);
  // Whether the last connection that closes copies the log into the database and removes it.
  void EmptyLogAtClose(bool empty);
  // How long a call waits for another connection's lock.
  void SetLockTimeout(absl::Duration timeout);

  [[nodiscard]] bool InTransaction() const;
  [[nodiscard]] sqlite3* handle() const { return connection_.get(); }

 private:
  struct Closer {
    void operator()(sqlite3* connection) const;
  };

  explicit Database(sqlite3* connection) : connection_(connection) {}

  std::unique_ptr<sqlite3, Closer> connection_;
};

}  // namespace conclave::store

#endif  // CONCLAVE_SERVER_STORE_SQLITE_DATABASE_H_
