#include "server/rpc/refusal_budget.h"

#include <algorithm>

namespace conclave::rpc {

absl::Duration RefusalBudget::Spend(absl::Duration now) {
  left_ = std::min(burst_, left_ + absl::ToDoubleSeconds(now - last_) * per_second_) - 1;
  last_ = now;
  // A tenth of a second's worth, so that the pauses are few.
  return left_ > 0 ? absl::ZeroDuration() : absl::Seconds((0.1 * per_second_ - left_) / per_second_);
}

}  // namespace conclave::rpc
