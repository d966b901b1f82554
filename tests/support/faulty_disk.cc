#include "tests/support/faulty_disk.h"

#include <sqlite3.h>

#include <atomic>
#include <map>

#include "absl/base/thread_annotations.h"
#include "server/core/mutex.h"

namespace conclave::store {
namespace {

constexpr char kName[] = "conclave-faulty-disk";

std::atomic<DiskFault> current_fault{DiskFault::kNone};
std::atomic<std::uint64_t> sync_count{0};

// The system's VFS. All its files read, write and flush by the same functions, whatever they lock by.
const sqlite3_vfs* SystemVfs() {
  static const sqlite3_vfs* const vfs = sqlite3_vfs_find("unix");
  return vfs;
}
std::atomic<const sqlite3_io_methods*> system_methods{nullptr};

int Read(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
  if (current_fault == DiskFault::kReadError) return SQLITE_IOERR_READ;
  return system_methods.load()->xRead(file, to, size, offset);
}

int Write(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
  if (current_fault == DiskFault::kFull) return SQLITE_FULL;
  if (current_fault == DiskFault::kWriteError) return SQLITE_IOERR_WRITE;
  return system_methods.load()->xWrite(file, from, size, offset);
}

int Sync(sqlite3_file* file, int flags) {
  ++sync_count;
  if (current_fault == DiskFault::kSyncError) return SQLITE_IOERR_FSYNC;
  return system_methods.load()->xSync(file, flags);
}

// The system's methods of a file, but for ours; they live for ever, as the system's do.
const sqlite3_io_methods* WithFaults(const sqlite3_io_methods* original) {
  static Mutex mu;
  static auto& patched = *new std::map<const sqlite3_io_methods*, sqlite3_io_methods>();
  MutexLock lock(mu);
  system_methods = original;
  auto [methods, fresh] = patched.try_emplace(original, *original);
  if (fresh) {
    methods->second.xRead = Read;
    methods->second.xWrite = Write;
    methods->second.xSync = Sync;
  }
  return &methods->second;
}

int Open(sqlite3_vfs* /*vfs*/, sqlite3_filename name, sqlite3_file* file, int flags, int* flags_out) {
  auto* system = const_cast<sqlite3_vfs*>(SystemVfs());
  const int result = system->xOpen(system, name, file, flags, flags_out);
  if (file->pMethods != nullptr) file->pMethods = WithFaults(file->pMethods);
  return result;
}

sqlite3_vfs& OurVfs() {
  static sqlite3_vfs vfs = [] {
    sqlite3_vfs made = *SystemVfs();
    made.pNext = nullptr;
    made.zName = kName;
    made.xOpen = Open;
    return made;
  }();
  return vfs;
}

}  // namespace

FaultyDisk::FaultyDisk() {
  current_fault = DiskFault::kNone;
  sync_count = 0;
  sqlite3_vfs_register(&OurVfs(), /*makeDflt=*/0);
}

FaultyDisk::~FaultyDisk() { sqlite3_vfs_unregister(&OurVfs()); }

std::string FaultyDisk::vfs() const { return kName; }

void FaultyDisk::Fail(DiskFault fault) { current_fault = fault; }

std::uint64_t FaultyDisk::syncs() const { return sync_count; }

}  // namespace conclave::store
