#ifndef CONCLAVE_SERVER_OPS_DIRECTORY_LOCK_H_
#define CONCLAVE_SERVER_OPS_DIRECTORY_LOCK_H_

#include <filesystem>
#include <utility>

#include "absl/status/statusor.h"

namespace conclave::ops {

// Keeps other programs that ask for it out of a directory for as long as it lives, also across a crash: the system lets
// go of it with the process. It writes nothing. Moved, not copied.
class [[nodiscard]] DirectoryLock {
 public:
  // Waits for whoever has it.
  static absl::StatusOr<DirectoryLock> Acquire(const std::filesystem::path& directory);

  DirectoryLock(DirectoryLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  DirectoryLock& operator=(DirectoryLock&&) = delete;
  ~DirectoryLock();

 private:
  explicit DirectoryLock(int fd) : fd_(fd) {}

  int fd_;
};

}  // namespace conclave::ops

#endif  // CONCLAVE_SERVER_OPS_DIRECTORY_LOCK_H_
