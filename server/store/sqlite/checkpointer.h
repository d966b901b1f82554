#ifndef CONCLAVE_SERVER_STORE_SQLITE_CHECKPOINTER_H_
#define CONCLAVE_SERVER_STORE_SQLITE_CHECKPOINTER_H_

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/store/sqlite/database.h"

namespace conclave::store {

// The connection that copies the log into the database beside the commits, so that these need not. Used by one thread
// at a time; owned by the store's pool.
class Checkpointer {
 public:
  static absl::StatusOr<std::unique_ptr<Checkpointer>> Open(const DatabaseLocation& location);

  // Copies what no reader stands in the way of, waiting for nobody.
  absl::Status Checkpoint();

 private:
  explicit Checkpointer(Database database) : database_(std::move(database)) {}

  Database database_;
};

}  // namespace conclave::store

#endif  // CONCLAVE_SERVER_STORE_SQLITE_CHECKPOINTER_H_
