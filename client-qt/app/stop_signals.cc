#include "client-qt/app/stop_signals.h"

#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <utility>

namespace conclave::desktop {
namespace {

// Where the handler writes and the event loop of the one StopSignals reads.
int write_end = -1;

}  // namespace

StopSignals::StopSignals(QObject* parent) : QObject(parent) {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) != 0) return;
  write_end = ends[0];
  read_end_ = ends[1];
  notifier_ = new QSocketNotifier(read_end_, QSocketNotifier::Read, this);
  connect(notifier_, &QSocketNotifier::activated, this, [this] {
    notifier_->setEnabled(false);
    Q_EMIT Stopped();
  });
  struct sigaction action {};
  action.sa_handler = OnSignal;
  action.sa_flags = SA_RESTART;
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) sigaction(number, &action, nullptr);
}

StopSignals::~StopSignals() {
  const int end = std::exchange(write_end, -1);
  if (end != -1) close(end);
  if (read_end_ != -1) close(read_end_);
}

void StopSignals::OnSignal(int /*number*/) {
  const char byte = 0;
  // Nothing can be done about a failure here, and a full pipe has woken the loop already.
  if (write(write_end, &byte, 1) < 0) return;
}

}  // namespace conclave::desktop
