#include "server/ops/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "server/core/refusal.h"
#include "server/core/strings.h"

namespace conclave::ops {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kUnfinishedPrefix = ".unfinished-";

// An open file; closed at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_;
};

// Removes a path at the end of its scope unless it was kept.
class Remainder {
 public:
  explicit Remainder(fs::path path) : path_(std::move(path)) {}
  ~Remainder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  Remainder(const Remainder&) = delete;
  Remainder& operator=(const Remainder&) = delete;

  void Keep() { path_.clear(); }

 private:
  fs::path path_;
};

// "a/b/" and "a/./b" as "a/b", so that its parent and name can be taken.
fs::path WithoutTrailingSlash(const fs::path& path) {
  fs::path normal = fs::absolute(path).lexically_normal();
  return normal.has_filename() ? normal : normal.parent_path();
}

std::string UnfinishedName(const fs::path& parent) {
  return (parent / absl::StrCat(ToAbsl(kUnfinishedPrefix), "XXXXXX")).string();
}

absl::Status WriteAll(int fd, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return FileError(errno, "cannot write", path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return absl::OkStatus();
}

absl::Status FillFile(int fd, const FileContent& file, const fs::path& path) {
  if (::fchmod(fd, file.mode == FileMode::kPrivate ? 0600 : 0644) != 0) return FileError(errno, "cannot write", path);
  CONCLAVE_RETURN_IF_ERROR(WriteAll(fd, file.bytes, path));
  if (::fsync(fd) != 0) return FileError(errno, "cannot write", path);
  return absl::OkStatus();
}

absl::Status SyncDirectory(const fs::path& directory) {
  const Descriptor fd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd || ::fsync(fd.get()) != 0) return FileError(errno, "cannot write", directory);
  return absl::OkStatus();
}

}  // namespace

absl::Status FileError(int number, std::string_view what, const fs::path& path) {
  return absl::ErrnoToStatus(number, absl::StrCat(ToAbsl(what), " ", path.string()));
}

absl::StatusOr<std::string> ReadFile(const fs::path& path, std::size_t max_bytes) {
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return FileError(errno, "cannot read", path);
  std::string bytes(max_bytes + 1, '\0');
  std::size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t read = ::read(fd.get(), bytes.data() + size, bytes.size() - size);
    if (read < 0 && errno == EINTR) continue;
    if (read < 0) return FileError(errno, "cannot read", path);
    if (read == 0) break;
    size += static_cast<std::size_t>(read);
  }
  if (size > max_bytes) {
    return absl::ResourceExhaustedError(absl::StrCat("cannot read ", path.string(), ": it is too large"));
  }
  bytes.resize(size);
  return bytes;
}

absl::Status WriteFile(const fs::path& directory, const FileContent& file) {
  const fs::path target = directory / file.name;
  std::string unfinished = UnfinishedName(directory);
  const Descriptor fd(::mkostemp(unfinished.data(), O_CLOEXEC));
  if (!fd) return FileError(errno, "cannot write", target);
  Remainder remainder(unfinished);
  CONCLAVE_RETURN_IF_ERROR(FillFile(fd.get(), file, target));
  if (::rename(unfinished.c_str(), target.c_str()) != 0) return FileError(errno, "cannot write", target);
  remainder.Keep();
  return SyncDirectory(directory);
}

absl::Status WriteDirectory(const fs::path& directory, const std::vector<FileContent>& files) {
  const fs::path target = WithoutTrailingSlash(directory);
  const fs::path parent = target.parent_path();
  std::error_code error;
  fs::create_directories(parent, error);
  if (error) return FileError(error.value(), "cannot make", parent);
  std::string unfinished = UnfinishedName(parent);
  // mkdtemp makes it 0700.
  if (::mkdtemp(unfinished.data()) == nullptr) return FileError(errno, "cannot make", target);
  Remainder remainder(unfinished);
  for (const FileContent& file : files) CONCLAVE_RETURN_IF_ERROR(WriteFile(unfinished, file));
  CONCLAVE_RETURN_IF_ERROR(SyncDirectory(unfinished));
  if (::rename(unfinished.c_str(), target.c_str()) != 0) {
    const bool taken = errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR;
    return FileError(taken ? EEXIST : errno, "cannot make", target);
  }
  remainder.Keep();
  return SyncDirectory(parent);
}

bool IsUnfinished(const fs::path& path) { return path.filename().string().starts_with(kUnfinishedPrefix); }

void RemoveUnfinished(const fs::path& directory) {
  std::error_code ignored;
  std::vector<fs::path> found;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory, ignored)) {
    if (IsUnfinished(entry.path())) found.push_back(entry.path());
  }
  for (const fs::path& path : found) fs::remove_all(path, ignored);
}

}  // namespace conclave::ops
