#ifndef CONCLAVE_BENCH_CLIENT_FILL_H_
#define CONCLAVE_BENCH_CLIENT_FILL_H_

#include "server/core/ids.h"

namespace conclave::desktop {

// The rooms that Fill makes, from 0.
inline RoomId FilledRoom(int index) { return RoomId(1000U + static_cast<unsigned>(index)); }

}  // namespace conclave::desktop

#endif  // CONCLAVE_BENCH_CLIENT_FILL_H_
