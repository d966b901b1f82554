#include "server/store/sqlite/event_checksum.h"

#include <zlib.h>

#include <array>

namespace conclave::store {
namespace {

// Little-endian, on every machine.
unsigned char* Append(std::uint64_t number, std::size_t size, unsigned char* to) {
  for (std::size_t i = 0; i < size; ++i) *to++ = static_cast<unsigned char>(number >> (8 * i));
  return to;
}

}  // namespace

std::uint32_t EventChecksum(RoomId room, Seq seq, UserId ends_for, std::string_view bytes) {
  std::array<unsigned char, 8 + 8 + 4> numbers;
  unsigned char* to = Append(room.value(), 8, numbers.data());
  to = Append(seq, 8, to);
  Append(ends_for.value(), 4, to);
  const uLong of_numbers = crc32_z(0, numbers.data(), numbers.size());
  // zlib takes a null pointer for a new beginning.
  if (bytes.empty()) return static_cast<std::uint32_t>(of_numbers);
  return static_cast<std::uint32_t>(crc32_z(of_numbers, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

}  // namespace conclave::store
