#include "server/ops/config_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <numeric>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "server/core/strings.h"

namespace conclave::ops {
namespace {

struct Unit {
  std::string_view name;
  std::size_t bytes;
};

// Largest first.
constexpr std::array<Unit, 4> kUnits = {
    {{"GiB", std::size_t{1} << 30}, {"MiB", std::size_t{1} << 20}, {"KiB", std::size_t{1} << 10}, {"B", 1}}};

}  // namespace

std::optional<std::size_t> ParseSize(std::string_view text) {
  std::size_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc()) return std::nullopt;
  const std::string_view name(rest, static_cast<std::size_t>(end - rest));
  if (name.empty()) return number;
  const auto* const unit = std::ranges::find(kUnits, name, &Unit::name);
  if (unit == kUnits.end() || number > std::numeric_limits<std::size_t>::max() / unit->bytes) return std::nullopt;
  return number * unit->bytes;
}

std::string FormatSize(std::size_t bytes) {
  const auto* const unit =
      std::ranges::find_if(kUnits, [&](const Unit& candidate) { return bytes != 0 && bytes % candidate.bytes == 0; });
  if (unit == kUnits.end()) return "0B";
  return absl::StrCat(bytes / unit->bytes, ToAbsl(unit->name));
}

std::optional<absl::Duration> ParseDuration(std::string_view text) {
  absl::Duration duration;
  if (!absl::ParseDuration(ToAbsl(text), &duration)) return std::nullopt;
  return duration;
}

std::string TomlString(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += {'\\', c};
    } else if (byte < 0x20 || byte == 0x7F) {
      absl::StrAppendFormat(&quoted, "\\u%04X", byte);
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

std::size_t EditDistance(std::string_view a, std::string_view b) {
  // Row i of the Wagner–Fischer table: the distances from the first i characters of `a` to every beginning of `b`.
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace conclave::ops
