#include "server/core/mutex.h"

namespace conclave {

#ifdef CONCLAVE_STD_MUTEX

void CondVar::Wait(Mutex& mu) { cv_.wait(mu.mu_); }

bool CondVar::WaitFor(Mutex& mu, absl::Duration timeout) {
  return cv_.wait_for(mu.mu_, absl::ToChronoNanoseconds(timeout)) == std::cv_status::timeout;
}

void CondVar::Signal() { cv_.notify_one(); }

void CondVar::SignalAll() { cv_.notify_all(); }

#else

void CondVar::Wait(Mutex& mu) { cv_.Wait(&mu.mu_.mu); }

bool CondVar::WaitFor(Mutex& mu, absl::Duration timeout) { return cv_.WaitWithTimeout(&mu.mu_.mu, timeout); }

void CondVar::Signal() { cv_.Signal(); }

void CondVar::SignalAll() { cv_.SignalAll(); }

#endif

}  // namespace conclave
