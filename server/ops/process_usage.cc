#include "server/ops/process_usage.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace conclave::ops {
namespace {

std::size_t ResidentBytes() {
  std::size_t pages = 0;
  std::size_t resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

std::size_t OpenDescriptors() {
  std::error_code unreadable;
  const std::filesystem::directory_iterator all("/proc/self/fd", unreadable);
  // The directory being read is one of them.
  return unreadable ? 0 : static_cast<std::size_t>(std::distance(begin(all), end(all))) - 1;
}

absl::Duration CpuTime() {
  rusage usage{};
  if (::getrusage(RUSAGE_SELF, &usage) != 0) return absl::ZeroDuration();
  return absl::DurationFromTimeval(usage.ru_utime) + absl::DurationFromTimeval(usage.ru_stime);
}

std::size_t MostDescriptors() {
  rlimit limit{};
  return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 ? static_cast<std::size_t>(limit.rlim_cur) : 0;
}

}  // namespace

ProcessUsage ReadProcessUsage() {
  return {.cpu = CpuTime(),
          .resident_bytes = ResidentBytes(),
          .open_descriptors = OpenDescriptors(),
          .most_descriptors = MostDescriptors()};
}

}  // namespace conclave::ops
