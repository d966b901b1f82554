#include "server/store/sqlite/store_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace conclave::store {
namespace {

std::string ErrorText(int error) { return std::generic_category().message(error); }

}  // namespace

absl::StatusOr<StoreLock> StoreLock::Take(const std::string& database) {
  const std::string path = database + ".lock";
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return absl::PermissionDeniedError(absl::StrCat("Cannot write ", path, ": ", ErrorText(errno), "."));
  }
  StoreLock lock(descriptor);
  if (flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
  const int error = errno;
  if (error == EWOULDBLOCK) return absl::UnavailableError(absl::StrCat(database, " is in use by another process."));
  return absl::UnavailableError(absl::StrCat("Cannot lock ", path, ": ", ErrorText(error), "."));
}

StoreLock::~StoreLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace conclave::store
