#include "server/store/sqlite/sqlite_status.h"

#include <sqlite3.h>

#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace conclave::store {
namespace {

absl::StatusCode CodeOf(int result) {
  switch (result & 0xff) {
    case SQLITE_CONSTRAINT:
      return absl::StatusCode::kAborted;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return absl::StatusCode::kDataLoss;
    default:
      return absl::StatusCode::kUnavailable;
  }
}

bool ComesFromSystem(int result) {
  switch (result & 0xff) {
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_FULL:
      return true;
    default:
      return false;
  }
}

}  // namespace

absl::Status StatusFrom(sqlite3* connection, int result) {
  const char* text = connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(result);
  std::string message = absl::StrCat(text, " (SQLite ", result, ")");
  const int system_error = connection != nullptr ? sqlite3_system_errno(connection) : 0;
  if (system_error != 0 && ComesFromSystem(result)) {
    absl::StrAppend(&message, ": ", std::generic_category().message(system_error));
  }
  if (CodeOf(result) == absl::StatusCode::kDataLoss && connection != nullptr) {
    absl::StrAppend(&message, " in ", sqlite3_db_filename(connection, "main"));
  }
  return absl::Status(CodeOf(result), message);
}

}  // namespace conclave::store
