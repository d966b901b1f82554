#include "server/rpc/descriptor.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>

namespace conclave::rpc {
namespace {

// Some systems set no limit at all; more than this nobody can use.
constexpr rlim_t kMostDescriptors = 1024 * 1024;

}  // namespace

Socket SocketAt(int fd) {
  struct stat status {};
  if (::fstat(fd, &status) != 0 || !S_ISSOCK(status.st_mode)) return {.fd = fd};
  return {.fd = fd, .inode = status.st_ino};
}

std::size_t RaiseDescriptorLimit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  const rlim_t wanted = std::min(limit.rlim_max, kMostDescriptors);
  if (limit.rlim_cur < wanted) {
    limit.rlim_cur = wanted;
    // What is refused stays as it was.
    ::setrlimit(RLIMIT_NOFILE, &limit);
    ::getrlimit(RLIMIT_NOFILE, &limit);
  }
  return std::min(limit.rlim_cur, kMostDescriptors);
}

std::size_t ReservedDescriptors(std::size_t limit) {
  constexpr std::size_t kLeast = 64;
  constexpr std::size_t kMost = 256;
  return std::clamp(limit / 4, kLeast, kMost);
}

Descriptor MoveAbove(Descriptor descriptor, std::size_t reserved) {
  return Descriptor(::fcntl(descriptor.get(), F_DUPFD_CLOEXEC, static_cast<int>(reserved)));
}

}  // namespace conclave::rpc
