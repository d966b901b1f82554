#include "client/utf8.h"

#include <cstddef>
#include <cstdint>

namespace conclave::client {
namespace {

// How many bytes follow a lead byte, its own bits, and the least code point that needs such a form.
struct Form {
  std::size_t following;
  char32_t bits;
  char32_t least;
};

bool FormOf(std::uint8_t lead, Form& form) {
  if (lead < 0x80) {
    form = {0, lead, 0};
  } else if ((lead & 0xE0) == 0xC0) {
    form = {1, lead & 0x1Fu, 0x80};
  } else if ((lead & 0xF0) == 0xE0) {
    form = {2, lead & 0x0Fu, 0x800};
  } else if ((lead & 0xF8) == 0xF0) {
    form = {3, lead & 0x07u, 0x10000};
  } else {
    return false;
  }
  return true;
}

char32_t Decode(std::string_view text, std::size_t& size) {
  Form form;
  size = 1;
  if (!FormOf(static_cast<std::uint8_t>(text[0]), form)) return kInvalidCodePoint;
  if (text.size() <= form.following) return kInvalidCodePoint;
  char32_t point = form.bits;
  for (std::size_t i = 1; i <= form.following; ++i) {
    const auto byte = static_cast<std::uint8_t>(text[i]);
    if ((byte & 0xC0) != 0x80) return kInvalidCodePoint;
    point = (point << 6) | (byte & 0x3Fu);
  }
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  if (point < form.least || point > 0x10FFFF || surrogate) return kInvalidCodePoint;
  size = 1 + form.following;
  return point;
}

}  // namespace

char32_t TakeCodePoint(std::string_view& text) {
  std::size_t size = 1;
  const char32_t point = Decode(text, size);
  text.remove_prefix(size);
  return point;
}

bool IsValidUtf8(std::string_view text) {
  while (!text.empty()) {
    if (TakeCodePoint(text) == kInvalidCodePoint) return false;
  }
  return true;
}

}  // namespace conclave::client
