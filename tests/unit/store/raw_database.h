#ifndef CONCLAVE_TESTS_UNIT_STORE_RAW_DATABASE_H_
#define CONCLAVE_TESTS_UNIT_STORE_RAW_DATABASE_H_

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <string>

namespace conclave::store {

// A connection past the store, for what the store would never do. Confined to the test.
class RawDatabase {
 public:
  explicit RawDatabase(const std::string& path) { EXPECT_EQ(sqlite3_open(path.c_str(), &connection_), SQLITE_OK); }
  ~RawDatabase() { sqlite3_close(connection_); }
  RawDatabase(const RawDatabase&) = delete;
  RawDatabase& operator=(const RawDatabase&) = delete;

  void Execute(const char* sql) {
    EXPECT_EQ(sqlite3_exec(connection_, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(connection_);
  }

 private:
  sqlite3* connection_ = nullptr;
};

}  // namespace conclave::store

#endif  // CONCLAVE_TESTS_UNIT_STORE_RAW_DATABASE_H_
