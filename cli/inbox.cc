#include "cli/inbox.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>

namespace conclave::cli {
namespace {

constexpr std::size_t kMaxWaiting = 10'000;

}  // namespace

Inbox::Inbox() : fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

Inbox::~Inbox() { close(fd_); }

void Inbox::Push(client::Notification notification) {
  bool pause = false;
  bool wake = false;
  {
    MutexLock lock(mu_);
    wake = waiting_.empty();
    waiting_.push_back(std::move(notification));
    if (waiting_.size() >= kMaxWaiting && !paused_) pause = paused_ = true;
  }
  if (wake) eventfd_write(fd_, 1);
  if (pause) chat_->PauseReading(true);
}

std::deque<client::Notification> Inbox::Take() {
  eventfd_t ignored = 0;
  eventfd_read(fd_, &ignored);
  std::deque<client::Notification> taken;
  bool resume = false;
  {
    MutexLock lock(mu_);
    taken.swap(waiting_);
    resume = std::exchange(paused_, false);
  }
  if (resume) chat_->PauseReading(false);
  return taken;
}

}  // namespace conclave::cli
