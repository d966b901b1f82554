#include "server/chat/text.h"

#include <cstdint>
#include <optional>

#include "absl/strings/str_cat.h"
#include "server/core/refusal.h"

namespace conclave::chat {
namespace {

// Takes one code point off the front of `text`; nothing when it is not well-formed. Table 3-7 of the Unicode standard.
std::optional<char32_t> TakeCodePoint(std::string_view& text) {
  const auto byte = [&text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(0);
  std::size_t length = 1;
  char32_t value = lead;
  char32_t smallest = 0;
  if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4, value = lead & 0x07u, smallest = 0x10000;
  } else if ((lead & 0xF0) == 0xE0) {
    length = 3, value = lead & 0x0Fu, smallest = 0x800;
  } else if ((lead & 0xE0) == 0xC0) {
    length = 2, value = lead & 0x1Fu, smallest = 0x80;
  } else if (lead >= 0x80) {
    return std::nullopt;
  }
  if (text.size() < length) return std::nullopt;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return std::nullopt;
    value = (value << 6) | (byte(i) & 0x3Fu);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < smallest || surrogate || value > 0x10FFFF) return std::nullopt;
  text.remove_prefix(length);
  return value;
}

bool IsControl(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

// Marks, embeddings, overrides and isolates: they make text look like another.
bool IsBidirectionalControl(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool IsInvisible(char32_t c) {
  return (c >= 0x2000 && c <= 0x200D) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x2060 ||
         c == 0x3000 || c == 0xFEFF || c == 0xA0 || c == 0xAD;
}

bool IsLowerCaseAlphanumeric(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

absl::Status NotUtf8() { return Refuse(v1::REASON_INVALID_TEXT, "The text is not valid UTF-8."); }

absl::Status TooLarge(std::string_view what, std::string_view key, std::size_t max_bytes) {
  return Refuse(v1::REASON_TOO_LARGE,
                absl::StrCat(absl::string_view(what.data(), what.size()), " is larger than ", max_bytes, " bytes."),
                {.limit = key, .limit_value = max_bytes});
}

}  // namespace

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    if (!TakeCodePoint(text)) return false;
  }
  return true;
}

absl::Status CheckMessageText(std::string_view text, std::size_t max_bytes) {
  if (text.empty()) return Refuse(v1::REASON_INVALID_TEXT, "A message must not be empty.");
  if (text.size() > max_bytes) return TooLarge("The message", "limits.text_bytes", max_bytes);
  while (!text.empty()) {
    const auto c = TakeCodePoint(text);
    if (!c) return NotUtf8();
    if (IsControl(*c) && *c != '\n' && *c != '\t') {
      return Refuse(v1::REASON_INVALID_TEXT, "A message must not contain control characters but line feed and tab.");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckTopic(std::string_view text, std::size_t max_bytes) {
  if (text.size() > max_bytes) return TooLarge("The topic", "limits.topic_bytes", max_bytes);
  while (!text.empty()) {
    const auto c = TakeCodePoint(text);
    if (!c) return NotUtf8();
    if (IsControl(*c) || IsBidirectionalControl(*c)) {
      return Refuse(v1::REASON_INVALID_TEXT, "A topic must not contain control characters.");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckName(std::string_view name, std::size_t max_bytes) {
  if (name.empty()) return Refuse(v1::REASON_INVALID_TEXT, "A name must not be empty.");
  if (name.size() > max_bytes) return TooLarge("The name", "limits.name_bytes", max_bytes);
  for (bool first = true; !name.empty(); first = false) {
    const auto c = TakeCodePoint(name);
    if (!c) return NotUtf8();
    const bool inner = *c == '-' || *c == '_' || *c == '.';
    const bool beyond_ascii = *c >= 0x80 && !IsControl(*c) && !IsBidirectionalControl(*c) && !IsInvisible(*c);
    if (!IsLowerCaseAlphanumeric(*c) && !beyond_ascii && (first || !inner)) {
      return Refuse(
          v1::REASON_INVALID_TEXT,
          "A name consists of lower-case letters, digits, '-', '_' and '.', and begins with a letter or digit.");
    }
  }
  return absl::OkStatus();
}

}  // namespace conclave::chat
