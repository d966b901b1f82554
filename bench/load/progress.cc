#include "bench/load/progress.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "server/core/refusal.h"

namespace conclave::bench {

absl::Status WaitForCount(std::uint64_t wanted, const std::function<std::uint64_t()>& count,
                          const std::function<absl::Status()>& check) {
  constexpr absl::Duration kStandstill = absl::Seconds(30);
  std::uint64_t seen = 0;
  absl::Time last_progress = absl::Now();
  for (;;) {
    const std::uint64_t now = count();
    if (now >= wanted) return check();
    CONCLAVE_RETURN_IF_ERROR(check());
    if (now != seen) last_progress = absl::Now();
    seen = now;
    if (absl::Now() - last_progress > kStandstill) {
      return absl::DeadlineExceededError(absl::StrCat("Of ", wanted, " only ", seen, " came."));
    }
    absl::SleepFor(absl::Milliseconds(5));
  }
}

}  // namespace conclave::bench
