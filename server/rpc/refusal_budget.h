#ifndef CONCLAVE_SERVER_RPC_REFUSAL_BUDGET_H_
#define CONCLAVE_SERVER_RPC_REFUSAL_BUDGET_H_

#include "absl/time/time.h"

namespace conclave::rpc {

// How many connections may be refused: so many at once, and so many a second after that. A flood that is refused as
// fast as it comes would take a whole core. Confined to one thread.
class RefusalBudget {
 public:
  RefusalBudget(double burst, double per_second) : burst_(burst), per_second_(per_second), left_(burst) {}

  // Takes one; returns how long to refuse nothing more, zero when there are some left. `now` never goes back.
  absl::Duration Spend(absl::Duration now);

 private:
  const double burst_;
  const double per_second_;
  double left_;
  absl::Duration last_;
};

}  // namespace conclave::rpc

#endif  // CONCLAVE_SERVER_RPC_REFUSAL_BUDGET_H_
