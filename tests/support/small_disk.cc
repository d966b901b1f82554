#include "tests/support/small_disk.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

#include "absl/strings/str_cat.h"

namespace conclave::testing {
namespace {

// Mounts over the directory, takes its content along, and stays.
constexpr char kScript[] =
    "set -e; kept=$(mktemp -d); cp -a \"$1/.\" \"$kept\"; mount -t tmpfs -o \"size=$2,mode=700\" conclave \"$1\";"
    "cp -a \"$kept/.\" \"$1\"; rm -r \"$kept\"; echo mounted; exec sleep infinity";

std::vector<std::string> HolderCommand(const std::filesystem::path& directory, std::size_t bytes) {
  std::vector<std::string> command = {"unshare", "--mount", "--propagation", "private"};
  if (geteuid() != 0) command.insert(command.end(), {"--user", "--map-root-user"});
  command.insert(command.end(), {"sh", "-c", kScript, "sh", directory.string(), std::to_string(bytes)});
  return command;
}

}  // namespace

SmallDisk::SmallDisk(const std::filesystem::path& directory, std::size_t bytes)
    : directory_(directory), holder_(HolderCommand(directory, bytes)) {
  if (holder_.WaitForOutputLine("mounted")) return;
  throw std::runtime_error(
      absl::StrCat("A DISK CANNOT BE MADE FULL HERE, so nothing is known about it; run this as root, or where user "
                   "namespaces are permitted:\n",
                   holder_.ErrorOutput()));
}

SmallDisk::~SmallDisk() = default;

std::vector<std::string> SmallDisk::Prefix() const {
  std::vector<std::string> prefix = {"nsenter", "--target", std::to_string(holder_.pid()), "--mount"};
  if (geteuid() != 0) prefix.insert(prefix.end(), {"--user", "--preserve-credentials"});
  prefix.emplace_back("--");
  return prefix;
}

void SmallDisk::Fill() {
  const int ballast = open(Ballast().c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (ballast < 0) throw std::runtime_error(absl::StrCat("cannot write ", Ballast().string()));
  constexpr std::array<char, 4096> kBlock{};
  while (write(ballast, kBlock.data(), kBlock.size()) > 0) {
  }
  close(ballast);
}

void SmallDisk::Free() { std::filesystem::remove(Ballast()); }

std::filesystem::path SmallDisk::Inside() const {
  return absl::StrCat("/proc/", holder_.pid(), "/root", directory_.string());
}

}  // namespace conclave::testing
