#ifndef CONCLAVE_TESTS_CLIENT_NAMES_H_
#define CONCLAVE_TESTS_CLIENT_NAMES_H_

#include "server/core/ids.h"

namespace conclave::client {

// The room of tests that need one.
inline constexpr RoomId kRoom(5);

}  // namespace conclave::client

#endif  // CONCLAVE_TESTS_CLIENT_NAMES_H_
