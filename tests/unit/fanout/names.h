#ifndef CONCLAVE_TESTS_UNIT_FANOUT_NAMES_H_
#define CONCLAVE_TESTS_UNIT_FANOUT_NAMES_H_

#include "server/core/ids.h"

namespace conclave::fanout {

// The room and the reader of tests that need one of each.
inline constexpr RoomId kRoom(1);
inline constexpr UserId kReader(7);

}  // namespace conclave::fanout

#endif  // CONCLAVE_TESTS_UNIT_FANOUT_NAMES_H_
