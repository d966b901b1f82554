#ifndef CONCLAVE_SERVER_STORE_SQLITE_POOL_H_
#define CONCLAVE_SERVER_STORE_SQLITE_POOL_H_

#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "server/core/mutex.h"

namespace conclave::store {

// A few things of which each is used by one thread at a time. Thread-safe; outlives its leases.
template <typename T>
class Pool {
 public:
  // The right to use one of them, as long as it lives. Confined to a scope.
  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<T> item) : pool_(pool), item_(std::move(item)) {}
    ~Lease() { pool_.Return(std::move(item_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    T* operator->() const { return item_.get(); }

   private:
    Pool& pool_;
    std::unique_ptr<T> item_;
  };

  // `items`: at least one.
  explicit Pool(std::vector<std::unique_ptr<T>> items) : free_(std::move(items)) {}

  // Waits until one is free. The one given back last comes first: its caches are the warmest.
  [[nodiscard]] Lease Take() {
    MutexLock lock(mu_);
    while (free_.empty()) returned_.Wait(mu_);
    std::unique_ptr<T> item = std::move(free_.back());
    free_.pop_back();
    return Lease(*this, std::move(item));
  }

 private:
  void Return(std::unique_ptr<T> item) {
    MutexLock lock(mu_);
    free_.push_back(std::move(item));
    returned_.Signal();
  }

  Mutex mu_;
  CondVar returned_;
  // Guarded by mu_.
  std::vector<std::unique_ptr<T>> free_ ABSL_GUARDED_BY(mu_);
};

}  // namespace conclave::store

#endif  // CONCLAVE_SERVER_STORE_SQLITE_POOL_H_
