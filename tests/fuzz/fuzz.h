#ifndef CONCLAVE_TESTS_FUZZ_FUZZ_H_
#define CONCLAVE_TESTS_FUZZ_FUZZ_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

// What each target defines: one run over one input. libFuzzer calls it, or replay.cc does.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace conclave::fuzz {

// Stands between the parts of an input that is several messages.
inline constexpr std::string_view kBetween = "\xf7\xf7\xf7";

inline std::string_view ToView(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// The parts of an input; at least one, which may be empty.
std::vector<std::string_view> Parts(std::string_view input);

// Ends the process when what must hold does not, so that the input is kept.
void Require(bool holds, std::string_view what);

}  // namespace conclave::fuzz

#endif  // CONCLAVE_TESTS_FUZZ_FUZZ_H_
