#include "server/store/sqlite/statement.h"

#include <sqlite3.h>

#include "server/core/refusal.h"
#include "server/store/sqlite/sqlite_status.h"

namespace conclave::store {
namespace {

// SQLite takes a null pointer for NULL; an empty text or blob is not that.
const char* NotNull(std::string_view bytes) { return bytes.data() != nullptr ? bytes.data() : ""; }

}  // namespace

Statement::~Statement() { sqlite3_finalize(prepared_); }

void Run::Prepare(std::size_t parameters) {
  sqlite3_stmt*& prepared = statement_.prepared_;
  if (prepared == nullptr) {
    result_ = sqlite3_prepare_v3(statement_.database_.handle(), statement_.sql_, -1, SQLITE_PREPARE_PERSISTENT,
                                 &prepared, nullptr);
  }
  if (result_ == SQLITE_OK && sqlite3_bind_parameter_count(prepared) != static_cast<int>(parameters)) {
    result_ = SQLITE_MISUSE;
  }
}

Run::~Run() { sqlite3_reset(statement_.prepared_); }

absl::StatusOr<bool> Run::Next() {
  if (result_ == SQLITE_OK) result_ = sqlite3_step(statement_.prepared_);
  switch (result_) {
    case SQLITE_ROW:
      result_ = SQLITE_OK;
      return true;
    case SQLITE_DONE:
      return false;
    default:
      return StatusFrom(statement_.database_.handle(), result_);
  }
}

absl::Status Run::Finish() { return Next().status(); }

std::int64_t Run::Signed(int column) const { return sqlite3_column_int64(statement_.prepared_, column); }

std::string_view Run::Text(int column) const {
  const unsigned char* text = sqlite3_column_text(statement_.prepared_, column);
  if (text == nullptr) return {};
  return {reinterpret_cast<const char*>(text),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_.prepared_, column))};
}

std::string_view Run::Bytes(int column) const {
  const void* bytes = sqlite3_column_blob(statement_.prepared_, column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_.prepared_, column))};
}

void Run::Bind(std::int64_t value) {
  ++bound_;
  if (result_ == SQLITE_OK) result_ = sqlite3_bind_int64(statement_.prepared_, bound_, value);
}

void Run::Bind(std::string_view text) {
  ++bound_;
  if (result_ != SQLITE_OK) return;
  result_ = sqlite3_bind_text64(statement_.prepared_, bound_, NotNull(text), text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void Run::Bind(Blob blob) {
  ++bound_;
  if (result_ != SQLITE_OK) return;
  result_ = sqlite3_bind_blob64(statement_.prepared_, bound_, NotNull(blob.bytes), blob.bytes.size(), SQLITE_STATIC);
}

absl::StatusOr<std::int64_t> SelectNumber(Database& database, const char* sql) {
  Statement statement(database, sql);
  Run run(statement);
  CONCLAVE_ASSIGN_OR_RETURN(const bool found, run.Next());
  return found ? run.Signed(0) : 0;
}

}  // namespace conclave::store
