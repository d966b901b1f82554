#ifndef CONCLAVE_CLIENT_QT_CORE_TASK_THREAD_H_
#define CONCLAVE_CLIENT_QT_CORE_TASK_THREAD_H_

#include <deque>
#include <functional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "server/core/mutex.h"

namespace conclave::desktop {

// A thread that does what it is given, in order. Thread-safe; owned by who needs work done off the GUI's thread. The
// destructor waits for the work under way and drops the rest.
class TaskThread {
 public:
  using Task = std::function<void()>;

  // `idle`, when given, runs on the thread each time nothing is left to do.
  explicit TaskThread(std::string name, Task idle = {});
  ~TaskThread();

  TaskThread(const TaskThread&) = delete;
  TaskThread& operator=(const TaskThread&) = delete;

  void Post(Task task);
  // No more tasks; what is posted is still done. True when that is over within the timeout.
  bool Finish(absl::Duration timeout);

 private:
  void Run() ABSL_LOCKS_EXCLUDED(mu_);

  const Task idle_;

  Mutex mu_;
  CondVar changed_;
  std::deque<Task> tasks_ ABSL_GUARDED_BY(mu_);
  bool finishing_ ABSL_GUARDED_BY(mu_) = false;
  bool ended_ ABSL_GUARDED_BY(mu_) = false;

  // Last, so that the thread finds the rest.
  std::thread thread_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_CORE_TASK_THREAD_H_
