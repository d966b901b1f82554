#include "server/store/sqlite/damage_report.h"

namespace conclave::store {

void DamageReport::Note(const absl::Status& damage) {
  if (!listener_) return;
  {
    const MutexLock lock(mu_);
    if (told_.size() >= kMostRemembered || !told_.emplace(damage.message()).second) return;
  }
  listener_(damage);
}

}  // namespace conclave::store
