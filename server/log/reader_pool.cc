#include "server/log/reader_pool.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/core/thread.h"

namespace conclave::log {
namespace {

constexpr auto Index(ReaderPool::Class work) { return static_cast<std::size_t>(work); }

}  // namespace

ReaderPool::ReaderPool(std::size_t threads, std::size_t queue_limit)
    : queue_limit_(queue_limit), catch_up_limit_(threads - 1) {
  for (std::size_t i = 0; i < threads; ++i) {
    threads_.push_back(StartThread(absl::StrCat("reader-", i), [this] { Run(); }));
  }
}

ReaderPool::~ReaderPool() { Stop(); }

void ReaderPool::Stop() {
  {
    const MutexLock lock(mu_);
    stopping_ = true;
  }
  changed_.SignalAll();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

bool ReaderPool::Submit(Class work, std::function<void()> job) {
  {
    const MutexLock lock(mu_);
    std::deque<Job>& queue = queues_[Index(work)];
    if (stopping_ || queue.size() >= queue_limit_) return false;
    queue.push_back(std::move(job));
  }
  changed_.Signal();
  return true;
}

void ReaderPool::Run() {
  for (;;) {
    Class work = Class::kInteractive;
    const Job job = Take(work);
    if (!job) return;
    job();
    if (work == Class::kInteractive) continue;
    {
      const MutexLock lock(mu_);
      --catching_up_;
    }
    changed_.Signal();
  }
}

ReaderPool::Job ReaderPool::Take(Class& work) {
  const MutexLock lock(mu_);
  std::deque<Job>& interactive = queues_[Index(Class::kInteractive)];
  std::deque<Job>& catch_up = queues_[Index(Class::kCatchUp)];
  while (interactive.empty() && !MayCatchUpLocked()) {
    if (stopping_ && catch_up.empty()) return nullptr;
    changed_.Wait(mu_);
  }
  work = interactive.empty() ? Class::kCatchUp : Class::kInteractive;
  if (work == Class::kCatchUp) ++catching_up_;
  std::deque<Job>& queue = queues_[Index(work)];
  Job job = std::move(queue.front());
  queue.pop_front();
  return job;
}

bool ReaderPool::MayCatchUpLocked() const {
  return !queues_[Index(Class::kCatchUp)].empty() && catching_up_ < catch_up_limit_;
}

}  // namespace conclave::log
