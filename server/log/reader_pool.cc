#include "server/log/reader_pool.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/core/refusal.h"
#include "server/core/thread.h"

namespace conclave::log {
namespace {

constexpr auto Index(ReaderPool::Class work) { return static_cast<std::size_t>(work); }

absl::Status TooManyReads(std::string_view limit, std::size_t value) {
  return Refuse(v1::REASON_BUSY, "Too many reads wait.",
                {.limit = limit, .limit_value = value, .retry_after = absl::Seconds(1)});
}

}  // namespace

ReaderPool::ReaderPool(std::size_t threads, std::size_t queue_limit, std::size_t queue_bytes)
    : queue_limit_(queue_limit), queue_bytes_(queue_bytes), catch_up_limit_(threads - 1) {
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

absl::Status ReaderPool::Submit(Class work, std::function<void()> job, std::size_t bytes) {
  switch (Enqueue(work, std::move(job), bytes)) {
    case Room::kEnough:
      changed_.Signal();
      return absl::OkStatus();
    case Room::kTooMany:
      return TooManyReads("limits.read_queue", queue_limit_);
    case Room::kTooLarge:
      return TooManyReads("limits.read_queue_bytes", queue_bytes_);
    case Room::kNoMore:
      break;
  }
  return Refuse(v1::REASON_DRAINING, "The server is going away.", {.retry_after = absl::Seconds(1)});
}

ReaderPool::Room ReaderPool::Enqueue(Class work, Job job, std::size_t bytes) {
  const MutexLock lock(mu_);
  Queue& queue = queues_[Index(work)];
  if (stopping_) return Room::kNoMore;
  if (queue.jobs.size() >= queue_limit_) return Room::kTooMany;
  if (queue.bytes + bytes > queue_bytes_) return Room::kTooLarge;
  queue.bytes += bytes;
  queue.jobs.push_back({.job = std::move(job), .bytes = bytes});
  return Room::kEnough;
}

ReaderPool::Waiting ReaderPool::GetWaiting(Class work) const {
  const MutexLock lock(mu_);
  const Queue& queue = queues_[Index(work)];
  return {.jobs = queue.jobs.size(), .bytes = queue.bytes};
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
  Queue& interactive = queues_[Index(Class::kInteractive)];
  Queue& catch_up = queues_[Index(Class::kCatchUp)];
  while (interactive.jobs.empty() && !MayCatchUpLocked()) {
    if (stopping_ && catch_up.jobs.empty()) return nullptr;
    changed_.Wait(mu_);
  }
  work = interactive.jobs.empty() ? Class::kCatchUp : Class::kInteractive;
  if (work == Class::kCatchUp) ++catching_up_;
  Queue& queue = queues_[Index(work)];
  Queued next = std::move(queue.jobs.front());
  queue.jobs.pop_front();
  queue.bytes -= next.bytes;
  return std::move(next.job);
}

bool ReaderPool::MayCatchUpLocked() const {
  return !queues_[Index(Class::kCatchUp)].jobs.empty() && catching_up_ < catch_up_limit_;
}

}  // namespace conclave::log
