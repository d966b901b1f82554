#include "tests/fuzz/fuzz.h"

#include <cstdlib>
#include <iostream>

namespace conclave::fuzz {

std::vector<std::string_view> Parts(std::string_view input) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = input.find(kBetween);
    parts.push_back(input.substr(0, end));
    if (end == std::string_view::npos) return parts;
    input.remove_prefix(end + kBetween.size());
  }
}

void Require(bool holds, std::string_view what) {
  if (holds) return;
  std::cerr << "Does not hold: " << what << std::endl;
  std::abort();
}

}  // namespace conclave::fuzz
