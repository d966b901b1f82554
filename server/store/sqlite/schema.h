#ifndef CONCLAVE_SERVER_STORE_SQLITE_SCHEMA_H_
#define CONCLAVE_SERVER_STORE_SQLITE_SCHEMA_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/core/random.h"
#include "server/store/sqlite/database.h"
#include "server/store/store.h"

namespace conclave::store {

// Brings the database to the program's version of the schema, each step in a transaction of its own; a new one gets
// its epoch from `random`. FAILED_PRECONDITION: newer than the program. DATA_LOSS: not one of ours.
absl::StatusOr<Header> PrepareSchema(Database& database, Random& random);

}  // namespace conclave::store

#endif  // CONCLAVE_SERVER_STORE_SQLITE_SCHEMA_H_
