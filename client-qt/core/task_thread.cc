#include "client-qt/core/task_thread.h"

#include <utility>

#include "absl/time/clock.h"
#include "server/core/thread.h"

namespace conclave::desktop {

TaskThread::TaskThread(std::string name, Task idle)
    : idle_(std::move(idle)), thread_(StartThread(std::move(name), [this] { Run(); })) {}

TaskThread::~TaskThread() {
  std::deque<Task> dropped;
  {
    MutexLock lock(mu_);
    finishing_ = true;
    dropped.swap(tasks_);
    changed_.SignalAll();
  }
  thread_.join();
}

void TaskThread::Post(Task task) {
  MutexLock lock(mu_);
  if (finishing_) return;
  tasks_.push_back(std::move(task));
  changed_.SignalAll();
}

bool TaskThread::Finish(absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  MutexLock lock(mu_);
  finishing_ = true;
  changed_.SignalAll();
  while (!ended_ && absl::Now() < deadline) changed_.WaitFor(mu_, deadline - absl::Now());
  return ended_;
}

void TaskThread::Run() {
  for (;;) {
    Task task;
    bool idle = false;
    {
      MutexLock lock(mu_);
      while (tasks_.empty() && !finishing_) changed_.Wait(mu_);
      if (tasks_.empty()) {
        ended_ = true;
        changed_.SignalAll();
        return;
      }
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    task();
    // What the task holds goes here, before anybody hears that all is done.
    task = nullptr;
    {
      MutexLock lock(mu_);
      idle = tasks_.empty();
    }
    if (idle && idle_) idle_();
  }
}

}  // namespace conclave::desktop
