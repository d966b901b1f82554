#include "server/core/tally.h"

namespace conclave {

void Tally::CountRefusal(v1::Reason reason, std::string_view limit) {
  Add(reasons_.at(static_cast<std::size_t>(reason)), 1);
  const auto* const found = std::ranges::find(kLimitNames, limit);
  if (found != kLimitNames.end()) CountLimit(static_cast<std::size_t>(found - kLimitNames.begin()));
}

std::uint64_t Tally::LimitReached(std::string_view limit) const {
  const auto* const found = std::ranges::find(kLimitNames, limit);
  return found == kLimitNames.end() ? 0 : Read(limits_.at(static_cast<std::size_t>(found - kLimitNames.begin())));
}

Tally& ProcessTally() {
  static Tally tally;
  return tally;
}

}  // namespace conclave
