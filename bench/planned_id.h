#ifndef CONCLAVE_BENCH_PLANNED_ID_H_
#define CONCLAVE_BENCH_PLANNED_ID_H_

#include <cstdint>
#include <string_view>

#include "server/core/ids.h"

namespace conclave::bench {

// Nanoseconds on the monotonic clock of this machine.
using Nanos = std::int64_t;

Nanos NowNanos();

// A UUIDv7 whose 62 free low bits are the time at which its message was planned to be sent, so that whoever receives
// the message knows it. Later times give greater ids; two messages of a device must not share a time.
CommandId MakePlannedId(Nanos planned);

// The time in the 16 bytes of such an id.
Nanos PlannedTime(std::string_view id);

}  // namespace conclave::bench

#endif  // CONCLAVE_BENCH_PLANNED_ID_H_
