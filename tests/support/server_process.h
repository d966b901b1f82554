#ifndef CONCLAVE_TESTS_SUPPORT_SERVER_PROCESS_H_
#define CONCLAVE_TESTS_SUPPORT_SERVER_PROCESS_H_

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/core/ids.h"
#include "tests/support/subprocess.h"

namespace conclave::testing {

// A directory of its own under the temporary directory; removed with the object.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// What a device proves itself with: the content of the files that make-identity writes, and who the certificate says it
// is.
struct Identity {
  std::string user_name;
  std::string device_name;
  UserId user;
  DeviceId device;
  std::filesystem::path directory;
  std::string key;
  std::string certificate;
  std::string authority;
};

// The Identity that make-identity wrote into `directory`.
Identity LoadIdentity(const std::filesystem::path& directory, std::string_view user, std::string_view device);

std::string ReadFile(const std::filesystem::path& path);
void WriteFile(const std::filesystem::path& path, std::string_view text);

// Full path of one of our programs ("conclaved", "conclavectl").
std::string ProgramPath(std::string_view name);

// A real server on a loopback port of its own with a data directory of its own, set up but not started. Whatever goes
// wrong is a std::runtime_error that says what the server said. Confined to the thread that made it, but for address()
// and MakeIdentity().
class ServerProcess {
 public:
  ServerProcess();
  ~ServerProcess();

  // Sets a key of the configuration ("limits.outbox_bytes", "65536"), which was not set before; holds from the next
  // start.
  void Configure(std::string_view key, std::string_view value);

  // For tests in which devices and rooms do more in a second than people would.
  void LiftRateLimits();

  // For the next start; by default a port that is free.
  void ListenAt(std::string_view address) { address_ = address; }

  // The server may have so many open files from the next start on.
  void LimitDescriptorsTo(std::size_t count) { RunBy({"prlimit", "--nofile=" + std::to_string(count), "--"}); }
  // What stands before the words of each command of this server from now on ("nsenter …").
  void RunBy(std::vector<std::string> prefix) { prefix_ = std::move(prefix); }

  // Returns when the server is ready. Later starts take the port of the first.
  void Start();
  // The command line of Start(), for starts that are to fail.
  [[nodiscard]] std::vector<std::string> RunCommand() const;

  // The end without a warning; returns when the process is gone.
  void Kill();
  // Asks to drain: SIGTERM or SIGINT.
  void Terminate();
  void Interrupt();
  // Drains and returns how the process ended.
  Exit Stop();
  Exit WaitForExit();
  [[nodiscard]] bool IsRunning() const;
  // It crashed, or found itself at fault.
  [[nodiscard]] bool EndedUnasked() const;

  // Registers the device; the server may run or not.
  Identity MakeIdentity(std::string_view user, std::string_view device = "laptop");

  // HOST:PORT; has a meaning from the first start on.
  [[nodiscard]] const std::string& address() const { return address_; }
  [[nodiscard]] const std::filesystem::path& data_dir() const { return data_dir_; }
  // Of the process that was started last.
  [[nodiscard]] pid_t pid() const { return process_->pid(); }
  // Memory of the process that is really there.
  [[nodiscard]] std::size_t ResidentBytes() const { return BytesOf("VmRSS:"); }
  // The most of it that there was.
  [[nodiscard]] std::size_t PeakResidentBytes() const { return BytesOf("VmHWM:"); }
  // What this and earlier runs wrote on standard error.
  [[nodiscard]] std::string Log() const;

 private:
  [[nodiscard]] std::vector<std::string> Command(std::vector<std::string> words) const;
  // What the system says of the process under that name.
  [[nodiscard]] std::size_t BytesOf(std::string_view name) const;
  void KeepLog();
  void AskToEnd(int signal);

  const TemporaryDirectory directory_;
  const std::filesystem::path data_dir_;
  std::string address_;
  std::vector<std::string> prefix_;
  std::string earlier_log_;
  std::unique_ptr<Subprocess> process_;
  bool asked_to_end_ = false;
};

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_SUPPORT_SERVER_PROCESS_H_
