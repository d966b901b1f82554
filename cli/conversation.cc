#include "cli/conversation.h"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "cli/exit_code.h"
#include "cli/version.h"

namespace conclave::cli {
namespace {

sigset_t EndingSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

int OpenSignals() {
  const sigset_t signals = EndingSignals();
  return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

client::ChatOptions Options() {
  client::ChatOptions options;
  options.stream.client_name = "conclavectl";
  options.stream.client_version = kVersion;
  return options;
}

int PollTimeout(absl::Duration left) {
  if (left == absl::InfiniteDuration()) return -1;
  return static_cast<int>(std::clamp<std::int64_t>(absl::ToInt64Milliseconds(left) + 1, 0, 3'600'000));
}

}  // namespace

void HoldEndingSignals() {
  const sigset_t signals = EndingSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

// One overload for each kind of notification the inbox takes; what no verb needs is passed over.
struct Conversation::Dispatch {
  Conversation& to;

  void operator()(const client::State& state) const { to.Take(state); }
  void operator()(const v1::RoomEvent& event) const { to.OnEvent(event); }
  void operator()(const v1::Gap& gap) const { to.OnGap(gap); }
  void operator()(const v1::CaughtUp& caught_up) const { to.OnCaughtUp(caught_up); }
  void operator()(const client::EpochChanged& change) const { to.OnEpochChanged(change); }
  void operator()(const client::Acked& ack) const { to.OnAcked(ack); }
  void operator()(const client::Refused& refused) const { to.OnRefused(refused); }
  void operator()(const client::AttachRefused& refused) const { to.OnAttachRefused(refused); }
  void operator()(const client::Violation& violation) const {
    to.context_.printer->Error(absl::InternalError(absl::StrCat("The server broke the contract: ", violation.text)), 0);
    to.Stop(kExitProtocol);
  }
  template <typename Other>
  void operator()(const Other& /*other*/) const {}
};

Conversation::Conversation(Context& context)
    : context_(context), chat_(context.connection, Options(), inbox_), lines_(STDIN_FILENO), signals_(OpenSignals()) {
  inbox_.SetChat(&chat_);
}

int Conversation::Run() {
  chat_.Start();
  while (!stopped()) {
    TakeAll();
    if (!stopped()) TakeLines();
    if (stopped()) break;
    if (LeftOfPatience() <= absl::ZeroDuration()) {
      OnOutOfPatience();
    } else {
      Wait();
    }
  }
  chat_.Shutdown();
  close(signals_);
  return *code_;
}

void Conversation::TakeAll() {
  for (client::Notification& notification : inbox_.Take()) {
    if (stopped()) return;
    std::visit(Dispatch{*this}, notification);
  }
}

void Conversation::Take(const client::State& state) {
  switch (state.phase) {
    case client::Phase::kOnline:
      away_since_.reset();
      if (!std::exchange(ever_online_, true)) OnOnline();
      context_.printer->State(state);
      return;
    case client::Phase::kWaiting:
      if (!away_since_) away_since_ = SystemClock().Monotonic();
      // A server that never answered is not one that has gone away.
      if (!ever_online_) {
        context_.printer->Error(absl::UnavailableError(state.trouble.sentence), 0);
        return Stop(ExitCodeOf(state.trouble));
      }
      context_.printer->State(state);
      return;
    case client::Phase::kStopped:
      if (state.stop == client::StopReason::kFinished) return OnFinished();
      context_.printer->Error(absl::UnavailableError(state.trouble.sentence), 0);
      return Stop(ExitCodeOf(state.trouble));
    case client::Phase::kIdle:
    case client::Phase::kConnecting:
      return;
  }
}

void Conversation::TakeLines() {
  std::string line;
  while (!stopped() && WantsLines() && lines_.Next(line)) OnLine(std::move(line));
  if (lines_.AtEnd() && WantsLines() && !std::exchange(lines_ended_, true)) OnLinesEnd();
}

absl::Duration Conversation::LeftOfPatience() const {
  if (!away_since_) return absl::InfiniteDuration();
  return *away_since_ + Patience() - SystemClock().Monotonic();
}

void Conversation::Wait() {
  const bool read_lines = WantsLines() && lines_.WantsFill();
  std::array<pollfd, 3> fds{pollfd{inbox_.fd(), POLLIN, 0}, pollfd{signals_, POLLIN, 0},
                            pollfd{read_lines ? STDIN_FILENO : -1, POLLIN, 0}};
  if (poll(fds.data(), fds.size(), PollTimeout(LeftOfPatience())) <= 0) return;
  if (fds[1].revents != 0) return OnSignal();
  if (fds[2].revents != 0) lines_.Fill();
}

}  // namespace conclave::cli
