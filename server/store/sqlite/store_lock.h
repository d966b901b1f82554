#ifndef CONCLAVE_SERVER_STORE_SQLITE_STORE_LOCK_H_
#define CONCLAVE_SERVER_STORE_SQLITE_STORE_LOCK_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"

namespace conclave::store {

// Keeps a store to one opener at a time, among processes and within one: a lock on a file beside the database, released
// with the object or the process. The file stays. Owned by the store.
class StoreLock {
 public:
  // Of the database at that path. The texts are sentences for the operator. UNAVAILABLE: somebody holds it.
  // PERMISSION_DENIED: the file cannot be made or written.
  static absl::StatusOr<StoreLock> Take(const std::string& database);

  StoreLock(StoreLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  StoreLock& operator=(StoreLock&&) = delete;
  ~StoreLock();

 private:
  explicit StoreLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
};

}  // namespace conclave::store

#endif  // CONCLAVE_SERVER_STORE_SQLITE_STORE_LOCK_H_
