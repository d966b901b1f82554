#ifndef CONCLAVE_SERVER_CORE_MUTEX_H_
#define CONCLAVE_SERVER_CORE_MUTEX_H_

#include <condition_variable>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"

#ifdef CONCLAVE_STD_MUTEX
#include <mutex>
#else
#include "absl/synchronization/mutex.h"
#endif

namespace conclave {

// The one lock type. It is absl::Mutex, and std::mutex where CONCLAVE_STD_MUTEX is set (the thread sanitizer's build:
// it cannot see inside an uninstrumented abseil). Held only for a few statements: under it no callback, no input or
// output, no logging, no encoding.
class ABSL_LOCKABLE Mutex {
 public:
  Mutex() = default;
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  void Lock() ABSL_EXCLUSIVE_LOCK_FUNCTION() { Implementation().lock(); }
  void Unlock() ABSL_UNLOCK_FUNCTION() { Implementation().unlock(); }

 private:
  friend class CondVar;

#ifdef CONCLAVE_STD_MUTEX
  std::mutex& Implementation() { return mu_; }
  std::mutex mu_;
#else
  struct Adapter {
    absl::Mutex mu;
    void lock() ABSL_NO_THREAD_SAFETY_ANALYSIS { mu.Lock(); }
    void unlock() ABSL_NO_THREAD_SAFETY_ANALYSIS { mu.Unlock(); }
  };
  Adapter& Implementation() { return mu_; }
  Adapter mu_;
#endif
};

// Holds a mutex for a scope.
class ABSL_SCOPED_LOCKABLE MutexLock {
 public:
  explicit MutexLock(Mutex& mu) ABSL_EXCLUSIVE_LOCK_FUNCTION(mu) : mu_(mu) { mu_.Lock(); }
  ~MutexLock() ABSL_UNLOCK_FUNCTION() { mu_.Unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mu_;
};

// Waits for a change of what a mutex guards. Waits may end without a signal: callers loop over their condition. Times
// are measured on the monotonic clock (absl::CondVar's are not: there, a wall clock that is set back by an hour makes a
// wait for a second last an hour).
class CondVar {
 public:
  void Wait(Mutex& mu) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu);
  // True when the time ran out.
  bool WaitFor(Mutex& mu, absl::Duration timeout) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu);
  void Signal();
  void SignalAll();

 private:
  std::condition_variable_any cv_;
};

}  // namespace conclave

#endif  // CONCLAVE_SERVER_CORE_MUTEX_H_
