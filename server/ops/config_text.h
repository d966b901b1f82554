#ifndef CONCLAVE_SERVER_OPS_CONFIG_TEXT_H_
#define CONCLAVE_SERVER_OPS_CONFIG_TEXT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace conclave::ops {

// "64KiB", "16MiB", "1GiB", "100B" or "100": a whole number of bytes.
std::optional<std::size_t> ParseSize(std::string_view text);
// In the largest unit that divides it, "64KiB"; bytes alone as "100B".
std::string FormatSize(std::size_t bytes);

// "10s", "1m30s", "250ms": what absl::ParseDuration reads.
std::optional<absl::Duration> ParseDuration(std::string_view text);

// A TOML string, quoted and escaped. `text` is UTF-8.
std::string TomlString(std::string_view text);

// How many characters must be put in, taken out or replaced to make one of the other.
std::size_t EditDistance(std::string_view a, std::string_view b);

}  // namespace conclave::ops

#endif  // CONCLAVE_SERVER_OPS_CONFIG_TEXT_H_
