#ifndef CONCLAVE_SERVER_OPS_FILES_H_
#define CONCLAVE_SERVER_OPS_FILES_H_

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace conclave::ops {

// Files read and written whole. Every error is one sentence that names the path and the system's reason, with the code
// that fits it (NOT_FOUND, PERMISSION_DENIED, ALREADY_EXISTS, RESOURCE_EXHAUSTED…).

enum class FileMode { kPrivate, kPublic };

// A file to be written. Private ones are for the owner alone (0600), others readable by all (0644), whatever the umask.
struct FileContent {
  std::string name;
  std::string bytes;
  FileMode mode = FileMode::kPublic;
};

// At most `max_bytes`; a larger file is RESOURCE_EXHAUSTED.
absl::StatusOr<std::string> ReadFile(const std::filesystem::path& path, std::size_t max_bytes = 1024 * 1024);

// Writes or replaces directory/name: after a crash there is the old file or the new one, and on return the new one is
// on disk.
absl::Status WriteFile(const std::filesystem::path& directory, const FileContent& file);

// Makes a directory (0700) with those files, all of it or nothing, and on return it is on disk. Parents are made when
// absent. ALREADY_EXISTS when it is there and not empty.
absl::Status WriteDirectory(const std::filesystem::path& directory, const std::vector<FileContent>& files);

// Removes what writes cut short by a crash have left in `directory`. Nobody may be writing there.
void RemoveUnfinished(const std::filesystem::path& directory);
// Whether a directory entry is such a remainder.
bool IsUnfinished(const std::filesystem::path& path);

// "<what> <path>: <the system's reason>" for errno `number`.
absl::Status FileError(int number, std::string_view what, const std::filesystem::path& path);

}  // namespace conclave::ops

#endif  // CONCLAVE_SERVER_OPS_FILES_H_
