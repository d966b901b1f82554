#ifndef CONCLAVE_SERVER_STORE_SQLITE_SQLITE_STATUS_H_
#define CONCLAVE_SERVER_STORE_SQLITE_SQLITE_STATUS_H_

#include "absl/status/status.h"

struct sqlite3;

namespace conclave::store {

// The status of a call that failed with `result`, the latest on that connection (which may be null if it could not be
// made): ABORTED for a constraint, DATA_LOSS for a damaged file, else UNAVAILABLE. Its text is SQLite's, with the
// extended result and, where the system said why, its reason; of a damaged file it names the file.
absl::Status StatusFrom(sqlite3* connection, int result);

}  // namespace conclave::store

#endif  // CONCLAVE_SERVER_STORE_SQLITE_SQLITE_STATUS_H_
