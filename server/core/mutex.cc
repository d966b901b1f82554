#include "server/core/mutex.h"

#include <algorithm>
#include <chrono>

namespace conclave {
namespace {

// As good as for ever, and no deadline is too late for the clock to hold.
constexpr absl::Duration kLongest = absl::Hours(24 * 365);

}  // namespace

void CondVar::Wait(Mutex& mu) { cv_.wait(mu.Implementation()); }

bool CondVar::WaitFor(Mutex& mu, absl::Duration timeout) {
  const auto deadline = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(std::min(timeout, kLongest));
  return cv_.wait_until(mu.Implementation(), deadline) == std::cv_status::timeout;
}

void CondVar::Signal() { cv_.notify_one(); }

void CondVar::SignalAll() { cv_.notify_all(); }

}  // namespace conclave
