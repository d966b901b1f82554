#ifndef CONCLAVE_SERVER_LOG_READER_POOL_H_
#define CONCLAVE_SERVER_LOG_READER_POOL_H_

#include <array>
#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "server/core/limits.h"
#include "server/core/mutex.h"

namespace conclave::log {

// The few threads that read the store for those who must not block. Two classes of work, each with a bounded queue:
// what a person waits for (calls, hello, attach, history), and catch-up, which never occupies all threads, so that a
// reader a million messages behind starves nobody. Thread-safe; Stop is called once at the most.
class ReaderPool {
 public:
  enum class Class { kInteractive, kCatchUp };

  // At least 2 threads; at most `queue_limit` jobs of each class wait, of at most `queue_bytes`.
  ReaderPool(std::size_t threads, std::size_t queue_limit, std::size_t queue_bytes = Limits().read_queue_bytes);
  ~ReaderPool();

  // BUSY when too much waits: the job is not run. `bytes` is what it holds beside itself.
  absl::Status Submit(Class work, std::function<void()> job, std::size_t bytes = 0);
  // What waits now.
  struct Waiting {
    std::size_t jobs = 0;
    std::size_t bytes = 0;
  };
  [[nodiscard]] Waiting GetWaiting(Class work) const;
  // Takes no more jobs, runs those queued, and ends the threads.
  void Stop();

 private:
  using Job = std::function<void()>;

  struct Queued {
    Job job;
    std::size_t bytes = 0;
  };
  struct Queue {
    std::deque<Queued> jobs;
    std::size_t bytes = 0;
  };

  // Whether a queue took one more, or why not.
  enum class Room { kEnough, kTooMany, kTooLarge, kNoMore };

  void Run();
  Room Enqueue(Class work, Job job, std::size_t bytes);
  // The next job and its class; an empty job at the end.
  Job Take(Class& work);
  [[nodiscard]] bool MayCatchUpLocked() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const std::size_t queue_limit_;
  const std::size_t queue_bytes_;
  const std::size_t catch_up_limit_;

  mutable Mutex mu_;
  CondVar changed_;
  std::array<Queue, 2> queues_ ABSL_GUARDED_BY(mu_);
  std::size_t catching_up_ ABSL_GUARDED_BY(mu_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;

  std::vector<std::thread> threads_;
};

}  // namespace conclave::log

#endif  // CONCLAVE_SERVER_LOG_READER_POOL_H_
