#include "tests/support/subprocess.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <ostream>
#include <stdexcept>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/core/strings.h"
#include "tests/support/patience.h"

extern char** environ;

namespace conclave::testing {
namespace {

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
    read_end = ends[0];
    write_end = ends[1];
  }
  int read_end = -1;
  int write_end = -1;
};

// The child dies with the thread that starts it, however that ends.
std::vector<std::string> Bound(const std::vector<std::string>& command) {
  std::vector<std::string> bound = {"setpriv", "--pdeathsig", "KILL", "--"};
  bound.insert(bound.end(), command.begin(), command.end());
  return bound;
}

pid_t Spawn(const std::vector<std::string>& command, int in, int out, int err) {
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
  pid_t pid = 0;
  const int failure = posix_spawnp(&pid, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) throw std::runtime_error(absl::StrCat("cannot start ", command.front()));
  return pid;
}

// The input is short enough for the pipe's buffer, so that nobody has to wait for the child to read it.
void Feed(int fd, std::string_view input) {
  if (!input.empty() && write(fd, input.data(), input.size()) != static_cast<ssize_t>(input.size())) {
    throw std::runtime_error("input too long for a pipe");
  }
  close(fd);
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Exit& exit) {
  if (exit.code) return out << "exit code " << *exit.code;
  return out << "signal " << exit.signal;
}

Subprocess::Subprocess(const std::vector<std::string>& command, std::string_view input) : name_(command.front()) {
  const Pipe in;
  const Pipe out;
  const Pipe err;
  pid_ = Spawn(Bound(command), in.read_end, out.write_end, err.write_end);
  close(in.read_end);
  close(out.write_end);
  close(err.write_end);
  Feed(in.write_end, input);
  {
    MutexLock lock(mu_);
    out_.fd = out.read_end;
    err_.fd = err.read_end;
  }
  out_reader_ = std::thread([this] { Read(&Subprocess::out_); });
  err_reader_ = std::thread([this] { Read(&Subprocess::err_); });
}

Subprocess::~Subprocess() {
  Signal(SIGKILL);
  out_reader_.join();
  err_reader_.join();
  MutexLock lock(mu_);
  if (!exit_) waitpid(pid_, nullptr, 0);
}

void Subprocess::Signal(int signal) {
  MutexLock lock(mu_);
  if (!exit_) kill(pid_, signal);
}

Exit Subprocess::Wait() {
  const absl::Time deadline = absl::Now() + Patience();
  MutexLock lock(mu_);
  while (!out_.ended || !err_.ended) {
    if (changed_.WaitFor(mu_, deadline - absl::Now()) && absl::Now() >= deadline) {
      throw std::runtime_error(absl::StrCat(name_, " did not end; it said:\n", err_.text));
    }
  }
  if (!exit_) {
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    exit_ = WIFEXITED(status) ? Exit{.code = WEXITSTATUS(status)} : Exit{.code = {}, .signal = WTERMSIG(status)};
  }
  return *exit_;
}

bool Subprocess::IsRunning() const {
  MutexLock lock(mu_);
  return !err_.ended;
}

std::optional<std::string> Subprocess::WaitForErrorLine(std::string_view beginning) {
  return WaitForLine(&Subprocess::err_, beginning);
}

std::optional<std::string> Subprocess::WaitForOutputLine(std::string_view beginning) {
  return WaitForLine(&Subprocess::out_, beginning);
}

std::string Subprocess::Output() const {
  MutexLock lock(mu_);
  return out_.text;
}

std::string Subprocess::ErrorOutput() const {
  MutexLock lock(mu_);
  return err_.text;
}

void Subprocess::Read(Stream Subprocess::*stream) {
  int fd = -1;
  {
    MutexLock lock(mu_);
    fd = (this->*stream).fd;
  }
  std::array<char, 4096> buffer{};
  for (bool more = true; more;) {
    const ssize_t size = read(fd, buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    more = size > 0;
    MutexLock lock(mu_);
    if (more) (this->*stream).text.append(buffer.data(), static_cast<std::size_t>(size));
    (this->*stream).ended = !more;
    changed_.SignalAll();
  }
  close(fd);
}

std::optional<std::string> Subprocess::WaitForLine(Stream Subprocess::*which, std::string_view beginning) {
  const absl::Time deadline = absl::Now() + Patience();
  std::size_t line = 0;
  MutexLock lock(mu_);
  const Stream& stream = this->*which;
  for (;;) {
    for (std::size_t end; (end = stream.text.find('\n', line)) != std::string::npos; line = end + 1) {
      const std::string found = stream.text.substr(line, end - line);
      if (absl::StartsWith(found, ToAbsl(beginning))) return found;
    }
    if (stream.ended) return std::nullopt;
    if (changed_.WaitFor(mu_, deadline - absl::Now()) && absl::Now() >= deadline) {
      throw std::runtime_error(absl::StrCat(name_, " did not say \"", ToAbsl(beginning), "\" but:\n", err_.text));
    }
  }
}

Finished RunToEnd(const std::vector<std::string>& command, std::string_view input) {
  Subprocess process(command, input);
  const Exit exit = process.Wait();
  return {exit, process.Output(), process.ErrorOutput()};
}

}  // namespace conclave::testing
