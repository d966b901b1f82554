#ifndef CONCLAVE_TESTS_SUPPORT_SUBPROCESS_H_
#define CONCLAVE_TESTS_SUPPORT_SUBPROCESS_H_

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "server/core/mutex.h"

namespace conclave::testing {

// How a process ended.
struct Exit {
  // What it returned; nothing when a signal ended it.
  std::optional<int> code;
  // The signal that ended it, or 0.
  int signal = 0;

  bool operator==(const Exit&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Exit& exit);

// A child process. Its output is read all the time and kept; it has no standard input unless text is given. It is
// killed with the object, and by the system when the thread that started it is gone. Thread-safe but for construction.
class Subprocess {
 public:
  // Throws std::runtime_error when it cannot be started.
  explicit Subprocess(const std::vector<std::string>& command, std::string_view input = {});
  ~Subprocess();
  Subprocess(const Subprocess&) = delete;
  Subprocess& operator=(const Subprocess&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }

  void Signal(int signal);
  // Waits for the end; everything it wrote has been read by then. Throws when patience runs out.
  Exit Wait();
  // It has not closed its output yet.
  [[nodiscard]] bool IsRunning() const;

  // The first line on standard error that begins so, waiting for it; nothing when the process ended without one.
  // Throws when patience runs out.
  std::optional<std::string> WaitForErrorLine(std::string_view beginning);
  // The same for standard output.
  std::optional<std::string> WaitForOutputLine(std::string_view beginning);

  [[nodiscard]] std::string Output() const;
  [[nodiscard]] std::string ErrorOutput() const;

 private:
  struct Stream {
    int fd = -1;
    std::string text;
    bool ended = false;
  };

  void Read(Stream Subprocess::*stream) ABSL_LOCKS_EXCLUDED(mu_);
  std::optional<std::string> WaitForLine(Stream Subprocess::*stream, std::string_view beginning)
      ABSL_LOCKS_EXCLUDED(mu_);

  const std::string name_;
  pid_t pid_ = 0;

  mutable Mutex mu_;
  CondVar changed_;
  Stream out_ ABSL_GUARDED_BY(mu_);
  Stream err_ ABSL_GUARDED_BY(mu_);
  std::optional<Exit> exit_ ABSL_GUARDED_BY(mu_);

  std::thread out_reader_;
  std::thread err_reader_;
};

// Runs a command to its end.
struct Finished {
  Exit exit;
  std::string output;
  std::string error_output;
};
Finished RunToEnd(const std::vector<std::string>& command, std::string_view input = {});

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_SUPPORT_SUBPROCESS_H_
