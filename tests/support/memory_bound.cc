#include "tests/support/memory_bound.h"

#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace conclave::testing {
namespace {

bool Write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path);
  file << text;
  return static_cast<bool>(file.flush());
}

}  // namespace

MemoryBound::MemoryBound() {
  const std::string name = absl::StrCat("conclave-test-", getpid());
  const std::pair<const char*, const char*> kinds[] = {{"/sys/fs/cgroup", "memory.max"},
                                                       {"/sys/fs/cgroup/memory", "memory.limit_in_bytes"}};
  for (const auto& [root, knob] : kinds) {
    std::error_code error;
    const std::filesystem::path group = std::filesystem::path(root) / name;
    if (!std::filesystem::create_directory(group, error) || error) continue;
    // Without the controller there is a directory and no knob.
    if (std::filesystem::exists(group / knob, error) && access((group / knob).c_str(), W_OK) == 0) {
      group_ = group;
      knob_ = group / knob;
      return;
    }
    rmdir(group.c_str());
  }
}

MemoryBound::~MemoryBound() {
  if (!group_.empty()) rmdir(group_.c_str());
}

std::string MemoryBound::Describe() const {
  return group_.empty() ? "the limit on a process's data, since no control group can be made here" : knob_.string();
}

std::vector<std::string> MemoryBound::Prefix() const {
  if (group_.empty()) return {};
  return {"sh", "-c", "echo $$ >\"$1\"; shift; exec \"$@\"", "sh", (group_ / "cgroup.procs").string()};
}

void MemoryBound::Set(std::size_t bytes, pid_t process) const {
  const rlimit limit{.rlim_cur = bytes, .rlim_max = bytes};
  const bool set =
      group_.empty() ? prlimit(process, RLIMIT_DATA, &limit, nullptr) == 0 : Write(knob_, std::to_string(bytes));
  if (!set) throw std::runtime_error(absl::StrCat("cannot bound memory by ", Describe()));
}

}  // namespace conclave::testing
