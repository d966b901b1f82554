#include "server/ops/utf8.h"

#include <algorithm>

namespace conclave::ops {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// What Unicode classes as control (Cc), format (Cf), line (Zl) or paragraph separator (Zp), as far as it can change how
// a line of text is read; not the marks that scripts are spelt with.
constexpr Range kInvisible[] = {{0x0000, 0x001F}, {0x007F, 0x009F}, {0x00AD, 0x00AD}, {0x061C, 0x061C},
                                {0x180E, 0x180E}, {0x200B, 0x200B}, {0x200E, 0x200F}, {0x2028, 0x202E},
                                {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F}};

}  // namespace

Utf8Character FirstCharacter(std::string_view text) {
  if (text.empty()) return {};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {.code = first, .size = 1};
  const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < size) return {};
  char32_t code = first & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    code = (code << 6) | (byte(i) & 0x3FU);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < kSmallest[size] || code > 0x10FFFF || surrogate) return {};
  return {.code = code, .size = size};
}

bool IsVisible(char32_t code) {
  return std::ranges::none_of(kInvisible, [&](Range range) { return code >= range.first && code <= range.last; });
}

bool IsVisibleText(std::string_view text) {
  while (!text.empty()) {
    const Utf8Character character = FirstCharacter(text);
    if (character.size == 0 || !IsVisible(character.code)) return false;
    text.remove_prefix(character.size);
  }
  return true;
}

}  // namespace conclave::ops
