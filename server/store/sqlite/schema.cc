#include "server/store/sqlite/schema.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "server/core/refusal.h"
#include "server/store/sqlite/migrations.h"
#include "server/store/sqlite/sql.h"
#include "server/store/sqlite/statement.h"

namespace conclave::store {
namespace {

// As in the first migration.
constexpr std::int64_t kApplication = 0x436e636c;

absl::Status CheckOrigin(Database& database) {
  CONCLAVE_ASSIGN_OR_RETURN(const std::int64_t tables, SelectNumber(database, sql::kCountTables));
  CONCLAVE_ASSIGN_OR_RETURN(const std::int64_t application, SelectNumber(database, sql::kSelectApplication));
  if (tables == 0 || application == kApplication) return absl::OkStatus();
  return absl::DataLossError("it is the database of another program");
}

absl::Status Migrate(Database& database, std::size_t version) {
  CONCLAVE_RETURN_IF_ERROR(database.Execute(sql::kBeginWrite));
  const std::string migration =
      absl::StrCat(Migrations()[version - 1], ";PRAGMA user_version = ", version, ";", sql::kCommit);
  absl::Status migrated = database.Execute(migration.c_str());
  if (!migrated.ok() && database.InTransaction()) database.Execute(sql::kRollback).IgnoreError();
  return migrated;
}

}  // namespace

absl::StatusOr<Header> PrepareSchema(Database& database, Random& random) {
  CONCLAVE_RETURN_IF_ERROR(CheckOrigin(database));
  CONCLAVE_ASSIGN_OR_RETURN(const std::int64_t stored, SelectNumber(database, sql::kSelectSchema));
  const std::size_t known = Migrations().size();
  if (stored < 0 || static_cast<std::size_t>(stored) > known) {
    return absl::FailedPreconditionError(
        absl::StrCat("its schema has version ", stored, ", this program knows ", known));
  }
  for (auto version = static_cast<std::size_t>(stored) + 1; version <= known; ++version) {
    CONCLAVE_RETURN_IF_ERROR(Migrate(database, version));
  }
  Statement insert_epoch(database, sql::kInsertEpoch);
  CONCLAVE_RETURN_IF_ERROR(Run(insert_epoch, random.NextId()).Finish());
  CONCLAVE_ASSIGN_OR_RETURN(const std::int64_t epoch, SelectNumber(database, sql::kSelectEpoch));
  return Header{.epoch = static_cast<std::uint64_t>(epoch), .schema = static_cast<int>(known)};
}

}  // namespace conclave::store
