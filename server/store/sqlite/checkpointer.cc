#include "server/store/sqlite/checkpointer.h"

#include <sqlite3.h>

#include "absl/memory/memory.h"
#include "server/core/refusal.h"
#include "server/store/sqlite/sql.h"
#include "server/store/sqlite/sqlite_status.h"

namespace conclave::store {

absl::StatusOr<std::unique_ptr<Checkpointer>> Checkpointer::Open(const DatabaseLocation& location) {
  CONCLAVE_ASSIGN_OR_RETURN(Database database, Database::Open(location));
  CONCLAVE_RETURN_IF_ERROR(database.Execute(sql::kConfigure));
  return absl::WrapUnique(new Checkpointer(std::move(database)));
}

absl::Status Checkpointer::Checkpoint() {
  const int result = sqlite3_wal_checkpoint_v2(database_.handle(), "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  // Busy: the writer is making a checkpoint itself.
  if (result == SQLITE_OK || result == SQLITE_BUSY) return absl::OkStatus();
  return StatusFrom(database_.handle(), result);
}

}  // namespace conclave::store
