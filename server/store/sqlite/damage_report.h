#ifndef CONCLAVE_SERVER_STORE_SQLITE_DAMAGE_REPORT_H_
#define CONCLAVE_SERVER_STORE_SQLITE_DAMAGE_REPORT_H_

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/core/mutex.h"

namespace conclave::store {

// Tells somebody of every damage that is met, once: what is damaged is met again by everybody who reads it.
// Thread-safe; owned by the store.
class DamageReport {
 public:
  // Gets the DATA_LOSS, on the thread that met it.
  using Listener = std::function<void(const absl::Status& damage)>;

  // `listener` may be empty.
  explicit DamageReport(Listener listener) : listener_(std::move(listener)) {}

  // Looks at a result on its way to the caller.
  template <typename Result>
  Result Pass(Result result) {
    if (absl::IsDataLoss(StatusOf(result))) Note(StatusOf(result));
    return result;
  }

 private:
  // Who damages more is not told of in full.
  static constexpr std::size_t kMostRemembered = 1000;

  static const absl::Status& StatusOf(const absl::Status& status) { return status; }
  template <typename T>
  static const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
    return result.status();
  }

  void Note(const absl::Status& damage);

  const Listener listener_;

  Mutex mu_;
  std::set<std::string> told_ ABSL_GUARDED_BY(mu_);
};

}  // namespace conclave::store

#endif  // CONCLAVE_SERVER_STORE_SQLITE_DAMAGE_REPORT_H_
