#include "server/core/ids.h"

#include <algorithm>

namespace conclave {

std::optional<CommandId> CommandId::FromBytes(std::string_view bytes) {
  if (bytes.size() != kSize) return std::nullopt;
  std::array<std::uint8_t, kSize> copy{};
  std::copy(bytes.begin(), bytes.end(), copy.begin());
  const bool version_7 = (copy[6] >> 4) == 7;
  const bool rfc_variant = (copy[8] >> 6) == 2;
  if (!version_7 || !rfc_variant) return std::nullopt;
  return CommandId(copy);
}

std::string CommandId::ToString() const {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < kSize; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text.push_back('-');
    text.push_back(kDigits[bytes_[i] >> 4]);
    text.push_back(kDigits[bytes_[i] & 15]);
  }
  return text;
}

}  // namespace conclave
