#include "client-qt/core/mailbox.h"

#include <QCoreApplication>
#include <QEvent>
#include <QTimerEvent>
#include <iterator>

namespace conclave::desktop {
namespace {

constexpr qint64 kDrainMs = 6;
constexpr qint64 kFrameMs = 16;

}  // namespace

void Mailbox::Post(Work work) {
  {
    MutexLock lock(mu_);
    if (closed_) return;
    posted_.push_back(std::move(work));
    size_.fetch_add(1, std::memory_order_relaxed);
    if (std::exchange(wake_posted_, true)) return;
  }
  // An event, because it is made and destroyed inside Qt, whose order of things a race detector does not see.
  QCoreApplication::postEvent(this, new QEvent(QEvent::User));
}

void Mailbox::PostFor(QPointer<QObject> context, Work work) {
  Post([context = std::move(context), work = std::move(work)] {
    if (context != nullptr) work();
  });
}

void Mailbox::Close() {
  std::vector<Work> dropped;
  MutexLock lock(mu_);
  closed_ = true;
  dropped.swap(posted_);
  work_.clear();
  size_ = 0;
  timer_.stop();
}

bool Mailbox::IsClosed() {
  MutexLock lock(mu_);
  return closed_;
}

void Mailbox::customEvent(QEvent* /*event*/) {
  const qint64 since = since_drain_.isValid() ? since_drain_.elapsed() : kFrameMs;
  if (since >= kFrameMs) {
    Drain();
  } else if (!timer_.isActive()) {
    timer_.start(static_cast<int>(kFrameMs - since), Qt::PreciseTimer, this);
  }
}

void Mailbox::timerEvent(QTimerEvent* event) {
  if (event->timerId() != timer_.timerId()) return;
  timer_.stop();
  Drain();
}

void Mailbox::TakePosted() {
  std::vector<Work> taken;
  MutexLock lock(mu_);
  if (closed_) work_.clear();
  taken.swap(posted_);
  std::move(taken.begin(), taken.end(), std::back_inserter(work_));
  if (work_.empty()) wake_posted_ = false;
}

void Mailbox::Drain() {
  // Work may run an event loop of its own.
  if (draining_) return;
  draining_ = true;
  since_drain_.start();
  TakePosted();
  while (!work_.empty() && since_drain_.elapsed() < kDrainMs) {
    const Work work = std::move(work_.front());
    work_.pop_front();
    work();
    size_.fetch_sub(size_ > 0 ? 1 : 0, std::memory_order_relaxed);
    if (work_.empty()) TakePosted();
  }
  draining_ = false;
  TakePosted();
  if (work_.empty() && IsClosed()) return;
  Q_EMIT Drained();
  if (!work_.empty()) timer_.start(static_cast<int>(kFrameMs), Qt::PreciseTimer, this);
}

}  // namespace conclave::desktop
