#ifndef CONCLAVE_SERVER_STORE_SQLITE_EVENT_CHECKSUM_H_
#define CONCLAVE_SERVER_STORE_SQLITE_EVENT_CHECKSUM_H_

#include <cstdint>
#include <string_view>

#include "server/core/ids.h"

namespace conclave::store {

// CRC-32 (that of zlib) over everything in an event's row, so that damage is noticed in the bytes and in what they are
// filed under. Part of the file format.
std::uint32_t EventChecksum(RoomId room, Seq seq, UserId ends_for, std::string_view bytes);

}  // namespace conclave::store

#endif  // CONCLAVE_SERVER_STORE_SQLITE_EVENT_CHECKSUM_H_
