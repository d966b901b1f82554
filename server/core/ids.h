#ifndef CONCLAVE_SERVER_CORE_IDS_H_
#define CONCLAVE_SERVER_CORE_IDS_H_

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace conclave {

// A number that names one kind of thing and cannot be mistaken for another. 0 names nothing. Immutable.
template <typename Tag, typename Rep>
class Id {
 public:
  constexpr Id() = default;
  constexpr explicit Id(Rep value) : value_(value) {}

  [[nodiscard]] constexpr Rep value() const { return value_; }
  constexpr explicit operator bool() const { return value_ != 0; }
  constexpr auto operator<=>(const Id&) const = default;

  template <typename H>
  friend H AbslHashValue(H state, Id id) {
    return H::combine(std::move(state), id.value_);
  }
  friend std::ostream& operator<<(std::ostream& out, Id id) { return out << id.value_; }

 private:
  Rep value_ = 0;
};

using RoomId = Id<struct RoomTag, std::uint64_t>;
using UserId = Id<struct UserTag, std::uint32_t>;
using DeviceId = Id<struct DeviceTag, std::uint64_t>;

// Ids are below this, so that every language's numbers hold them exactly.
inline constexpr std::uint64_t kIdBound = std::uint64_t{1} << 53;
// Users are numbered below this, so that the small user API's int32 holds them.
inline constexpr std::uint32_t kUserIdBound = std::uint32_t{1} << 31;

// Number of an event in its room: 1, 2, 3…
using Seq = std::uint64_t;
// The how-many-eth message of a room, or of an author in it: 1, 2, 3…
using Ordinal = std::uint64_t;
// Microseconds since 1970 UTC.
using TimeUs = std::int64_t;

// A client-made id of a writing command: a UUIDv7. Immutable.
class CommandId {
 public:
  static constexpr std::size_t kSize = 16;

  constexpr CommandId() = default;
  constexpr explicit CommandId(std::array<std::uint8_t, kSize> bytes) : bytes_(bytes) {}

  // Nothing when `bytes` are not the 16 bytes of a UUIDv7 (version 7, RFC 9562 variant).
  static std::optional<CommandId> FromBytes(std::string_view bytes);

  [[nodiscard]] std::string_view bytes() const { return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()}; }
  // The 36-character form with hyphens.
  [[nodiscard]] std::string ToString() const;

  constexpr auto operator<=>(const CommandId&) const = default;
  template <typename H>
  friend H AbslHashValue(H state, const CommandId& id) {
    return H::combine(std::move(state), id.bytes_);
  }

 private:
  std::array<std::uint8_t, kSize> bytes_{};
};

}  // namespace conclave

#endif  // CONCLAVE_SERVER_CORE_IDS_H_
