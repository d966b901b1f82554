#include "cli/plain_text.h"

#include "client/utf8.h"

namespace conclave::cli {
namespace {

bool IsHarmful(char32_t point) {
  const auto between = [point](char32_t first, char32_t last) { return point >= first && point <= last; };
  if (point == client::kInvalidCodePoint) return true;
  if (point == U'\t') return false;
  // C0, delete and C1.
  if (point < 0x20 || between(0x7F, 0x9F)) return true;
  // Arabic letter mark, direction marks, separators of lines and paragraphs, embeddings, overrides and isolates.
  return point == 0x061C || between(0x200E, 0x200F) || between(0x2028, 0x202E) || between(0x2066, 0x2069);
}

}  // namespace

std::string PlainText(std::string_view text, std::string_view indent) {
  std::string plain;
  plain.reserve(text.size());
  while (!text.empty()) {
    const std::string_view before = text;
    const char32_t point = client::TakeCodePoint(text);
    if (point == U'\n') {
      plain.append("\n").append(indent);
    } else if (IsHarmful(point)) {
      plain.append("\xEF\xBF\xBD");
    } else {
      plain.append(before.substr(0, before.size() - text.size()));
    }
  }
  return plain;
}

}  // namespace conclave::cli
