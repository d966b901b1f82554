#ifndef CONCLAVE_TESTS_SUPPORT_SMALL_DISK_H_
#define CONCLAVE_TESTS_SUPPORT_SMALL_DISK_H_

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/subprocess.h"

namespace conclave::testing {

// A file system of a given size over a directory, in a mount namespace of its own, with what was in the directory. Only
// commands that are run on it see it; it goes away with the object. Needs root, or user namespaces. Confined to the
// test's thread and owned by it.
class SmallDisk {
 public:
  // Throws std::runtime_error where that is not permitted: the test fails then, and is not passed over.
  SmallDisk(const std::filesystem::path& directory, std::size_t bytes);
  ~SmallDisk();

  // What stands before the words of a command that is to run on it.
  [[nodiscard]] std::vector<std::string> Prefix() const;

  // Takes all space that is left, to the last byte.
  void Fill();
  // Gives it back.
  void Free();

 private:
  // The directory as the test can reach it.
  [[nodiscard]] std::filesystem::path Inside() const;
  [[nodiscard]] std::filesystem::path Ballast() const { return Inside() / "ballast"; }

  const std::filesystem::path directory_;
  // Keeps the namespace.
  Subprocess holder_;
};

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_SUPPORT_SMALL_DISK_H_
