#include "server/core/random.h"

#include <array>
#include <random>

namespace conclave {
namespace {

class MachineRandom final : public Random {
 public:
  std::uint64_t Next() override {
    std::random_device device;
    return (std::uint64_t{device()} << 32) | device();
  }
};

}  // namespace

Random& SystemRandom() {
  static MachineRandom random;
  return random;
}

CommandId MakeCommandId(TimeUs now, Random& random) {
  std::array<std::uint8_t, CommandId::kSize> bytes{};
  const auto millis = static_cast<std::uint64_t>(now / 1000);
  for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<std::uint8_t>(millis >> (40 - 8 * i));
  const std::uint64_t high = random.Next();
  const std::uint64_t low = random.Next();
  bytes[6] = static_cast<std::uint8_t>(0x70 | (high & 0x0f));
  bytes[7] = static_cast<std::uint8_t>(high >> 8);
  bytes[8] = static_cast<std::uint8_t>(0x80 | (low & 0x3f));
  for (std::size_t i = 1; i < 8; ++i) bytes[8 + i] = static_cast<std::uint8_t>(low >> (8 * i));
  return CommandId(bytes);
}

}  // namespace conclave
