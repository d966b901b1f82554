#include "bench/planned_id.h"

#include <array>
#include <chrono>

namespace conclave::bench {
namespace {

// What has to be added to the monotonic clock to have the time since 1970; found once, so that order is kept.
Nanos SinceEpoch(Nanos planned) {
  using std::chrono::system_clock;
  static const Nanos kOffset =
      std::chrono::duration_cast<std::chrono::nanoseconds>(system_clock::now().time_since_epoch()).count() - NowNanos();
  return planned + kOffset;
}

}  // namespace

Nanos NowNanos() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

CommandId MakePlannedId(Nanos planned) {
  constexpr Nanos kPerMilli = 1'000'000;
  const Nanos since_epoch = SinceEpoch(planned);
  std::array<std::uint8_t, CommandId::kSize> bytes{};
  const auto millis = static_cast<std::uint64_t>(since_epoch / kPerMilli);
  for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<std::uint8_t>(millis >> (40 - 8 * i));
  const auto fraction = static_cast<std::uint32_t>(since_epoch % kPerMilli * 4096 / kPerMilli);
  bytes[6] = static_cast<std::uint8_t>(0x70 | (fraction >> 8));
  bytes[7] = static_cast<std::uint8_t>(fraction);
  const std::uint64_t low = (std::uint64_t{0b10} << 62) | static_cast<std::uint64_t>(planned);
  for (std::size_t i = 0; i < 8; ++i) bytes[8 + i] = static_cast<std::uint8_t>(low >> (56 - 8 * i));
  return CommandId(bytes);
}

Nanos PlannedTime(std::string_view id) {
  if (id.size() != CommandId::kSize) return 0;
  std::uint64_t low = 0;
  for (std::size_t i = 8; i < id.size(); ++i) low = (low << 8) | static_cast<std::uint8_t>(id[i]);
  return static_cast<Nanos>(low & ((std::uint64_t{1} << 62) - 1));
}

}  // namespace conclave::bench
