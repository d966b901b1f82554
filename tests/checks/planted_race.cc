// Reads a guarded member without its lock. The thread sanitizer must report it: a build of ours in which it does not
// proves nothing.
#include <cstdio>
#include <memory>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "server/core/mutex.h"

namespace conclave {
namespace {

// Counts. Meant to be thread-safe, and is not.
class Counter {
 public:
  void Increment() {
    MutexLock lock(mu_);
    ++count_;
  }

  // Where the compiler would refuse it, the annotation makes it look away.
  [[nodiscard]] int Peek() const ABSL_NO_THREAD_SAFETY_ANALYSIS { return count_; }

 private:
  Mutex mu_;
  int count_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace
}  // namespace conclave

int main() {
  const auto counter = std::make_unique<conclave::Counter>();
  std::thread thread([&counter] { counter->Increment(); });
  std::printf("%d\n", counter->Peek());
  thread.join();
  return 0;
}
