#ifndef CONCLAVE_SERVER_CHAT_TEXT_H_
#define CONCLAVE_SERVER_CHAT_TEXT_H_

#include <cstddef>
#include <string_view>

#include "absl/status/status.h"

namespace conclave::chat {

// Whether `text` is well-formed UTF-8 (no overlong form, no surrogate, at most U+10FFFF).
bool IsUtf8(std::string_view text);

// A message: 1 to `max_bytes` bytes of UTF-8 without control characters other than line feed and tab.
absl::Status CheckMessageText(std::string_view text, std::size_t max_bytes);

// A topic: up to `max_bytes` bytes of UTF-8 without control characters.
absl::Status CheckTopic(std::string_view text, std::size_t max_bytes);

// The name of a room or user: 1 to `max_bytes` bytes; lower-case ASCII letters, digits, '-', '_', '.' and characters
// beyond ASCII that are neither controls, spaces nor of the bidirectional kind; beginning with none of "-_.".
absl::Status CheckName(std::string_view name, std::size_t max_bytes);

}  // namespace conclave::chat

#endif  // CONCLAVE_SERVER_CHAT_TEXT_H_
