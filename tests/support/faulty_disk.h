#ifndef CONCLAVE_TESTS_SUPPORT_FAULTY_DISK_H_
#define CONCLAVE_TESTS_SUPPORT_FAULTY_DISK_H_

#include <cstdint>
#include <string>

namespace conclave::store {

enum class DiskFault { kNone, kFull, kWriteError, kSyncError, kReadError };

// A SQLite VFS that reaches the system's disk and fails when the test says so. There is one at a time; it outlives the
// databases opened through it. Thread-safe.
class FaultyDisk {
 public:
  FaultyDisk();
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  // For SqliteOptions::vfs.
  [[nodiscard]] std::string vfs() const;

  // Every call of that kind fails from now on; kNone heals.
  void Fail(DiskFault fault);
  // How often a file was flushed to the disk.
  [[nodiscard]] std::uint64_t syncs() const;
};

}  // namespace conclave::store

#endif  // CONCLAVE_TESTS_SUPPORT_FAULTY_DISK_H_
