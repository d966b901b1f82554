#ifndef CONCLAVE_TESTS_SUPPORT_TEMP_DIR_H_
#define CONCLAVE_TESTS_SUPPORT_TEMP_DIR_H_

#include <stdlib.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace conclave {

// A new directory of its own, removed with everything in it at destruction.
class TempDir {
 public:
  TempDir() {
    path_ = (std::filesystem::temp_directory_path() / "conclave-test-XXXXXX").string();
    if (mkdtemp(path_.data()) == nullptr) throw std::runtime_error("cannot make " + path_);
  }
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  // Of a file in it.
  [[nodiscard]] std::string File(std::string_view name) const { return path_ + "/" + std::string(name); }

 private:
  std::string path_;
};

}  // namespace conclave

#endif  // CONCLAVE_TESTS_SUPPORT_TEMP_DIR_H_
