#ifndef CONCLAVE_SERVER_STORE_SQLITE_STATEMENT_H_
#define CONCLAVE_SERVER_STORE_SQLITE_STATEMENT_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/store/sqlite/database.h"

struct sqlite3_stmt;

namespace conclave::store {

// One statement of a connection, prepared when it first runs and kept. Used by one thread at a time. Owned by the
// object that owns the connection.
class Statement {
 public:
  // Neither is copied: both outlive the statement.
  Statement(Database& database, const char* sql) : database_(database), sql_(sql) {}
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

 private:
  friend class Run;

  Database& database_;
  const char* const sql_;
  sqlite3_stmt* prepared_ = nullptr;
};

// A value of the type BLOB.
struct Blob {
  std::string_view bytes;
};

// One run of a statement, with its values bound in the order of its parameters. At its end nothing of it stays open.
// Confined to a scope, in which it is the only run of its statement and outlived by the texts and blobs bound to it.
class Run {
 public:
  template <typename... Values>
  explicit Run(Statement& statement, const Values&... values) : statement_(statement) {
    Prepare(sizeof...(values));
    (Bind(values), ...);
  }
  ~Run();
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  // Goes to the next row; false when there is none. Errors as StatusFrom.
  absl::StatusOr<bool> Next();
  // Runs a statement that has no rows.
  absl::Status Finish();

  // Columns of the row it stands on, from 0.
  [[nodiscard]] std::int64_t Signed(int column) const;
  [[nodiscard]] std::uint64_t Unsigned(int column) const { return static_cast<std::uint64_t>(Signed(column)); }
  template <typename Id>
  [[nodiscard]] Id IdAt(int column) const {
    return Id(static_cast<decltype(Id().value())>(Signed(column)));
  }
  // Valid until the next row.
  [[nodiscard]] std::string_view Text(int column) const;
  [[nodiscard]] std::string_view Bytes(int column) const;

 private:
  void Prepare(std::size_t parameters);
  void Bind(std::int64_t value);
  // SQLite's numbers end at 2^63 − 1, ours lie far below: what is larger is as good as the largest.
  void Bind(std::uint64_t value) { Bind(static_cast<std::int64_t>(std::min(value, kLargest))); }
  void Bind(std::uint32_t value) { Bind(std::int64_t{value}); }
  void Bind(int value) { Bind(std::int64_t{value}); }
  void Bind(std::string_view text);
  void Bind(Blob blob);

  static constexpr std::uint64_t kLargest = std::numeric_limits<std::int64_t>::max();

  Statement& statement_;
  int bound_ = 0;
  // The first result that was not OK.
  int result_ = 0;
};

// The one number that `sql`, without parameters, selects; 0 when it selects none. For what is asked once.
absl::StatusOr<std::int64_t> SelectNumber(Database& database, const char* sql);

}  // namespace conclave::store

#endif  // CONCLAVE_SERVER_STORE_SQLITE_STATEMENT_H_
