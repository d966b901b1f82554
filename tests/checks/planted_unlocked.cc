// Writes a guarded member without its lock. It must not compile under clang.
#include "absl/base/thread_annotations.h"
#include "server/core/mutex.h"

namespace conclave {

// Counts. Meant to be thread-safe, and is not.
class Counter {
 public:
  void Increment() { ++count_; }

 private:
  Mutex mu_;
  int count_ ABSL_GUARDED_BY(mu_) = 0;
};

void Use() { Counter().Increment(); }

}  // namespace conclave
