#ifndef CONCLAVE_BENCH_LOAD_PROGRESS_H_
#define CONCLAVE_BENCH_LOAD_PROGRESS_H_

#include <cstdint>
#include <functional>

#include "absl/status/status.h"

namespace conclave::bench {

// Returns when `count` says `wanted`, or when `check` is not OK, or when nothing has been added to the count for half a
// minute: then the error says how much is missing. Asks every few milliseconds.
absl::Status WaitForCount(std::uint64_t wanted, const std::function<std::uint64_t()>& count,
                          const std::function<absl::Status()>& check);

}  // namespace conclave::bench

#endif  // CONCLAVE_BENCH_LOAD_PROGRESS_H_
