#ifndef CONCLAVE_TESTS_SUPPORT_MEMORY_BOUND_H_
#define CONCLAVE_TESTS_SUPPORT_MEMORY_BOUND_H_

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace conclave::testing {

// A bound on the memory of a process, past which the system kills it or refuses it more: a control group of its own
// where one can be made (version 2, else 1), else the limit on a process's data. Confined to the test's thread and
// owned by it; the process is gone before it.
class MemoryBound {
 public:
  MemoryBound();
  ~MemoryBound();
  MemoryBound(const MemoryBound&) = delete;
  MemoryBound& operator=(const MemoryBound&) = delete;

  // What it is, for a person.
  [[nodiscard]] std::string Describe() const;
  // What stands before the words of a command that is to run under it.
  [[nodiscard]] std::vector<std::string> Prefix() const;
  // From now on. The process runs already; only the limit on data needs to know it.
  void Set(std::size_t bytes, pid_t process) const;

 private:
  // Empty where no group can be made.
  std::filesystem::path group_;
  // The file in it that takes the bound.
  std::filesystem::path knob_;
};

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_SUPPORT_MEMORY_BOUND_H_
