#ifndef CONCLAVE_BENCH_LOAD_RUNS_H_
#define CONCLAVE_BENCH_LOAD_RUNS_H_

#include <functional>
#include <istream>

#include <nlohmann/json.hpp>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bench/load/options.h"

namespace conclave::bench {

// The benchmarks' runs against a server that is there already. Each connects, runs to the end and disconnects, and
// gives its figures by name; an error says what was not as it must be, and then there is no figure. Times are in
// microseconds where a name ends with _us, else in seconds.

// One room: every message of the senders reaches every reader. Processor time counts from the first planned message
// until the last is delivered everywhere.
absl::StatusOr<nlohmann::json> RunFanout(const LoadOptions& load, const FanoutOptions& options);

// Devices that send into a room nobody reads, and wait for acks.
absl::StatusOr<nlohmann::json> RunSend(const LoadOptions& load, const SendOptions& options);

// Holds as many idle connections as the last line of `in` says, says on standard output when it has them, and lets them
// go at the end of `in`.
absl::Status RunHold(const LoadOptions& load, std::istream& in);

}  // namespace conclave::bench

#endif  // CONCLAVE_BENCH_LOAD_RUNS_H_
