#ifndef CONCLAVE_CLIENT_UTF8_H_
#define CONCLAVE_CLIENT_UTF8_H_

#include <string_view>

namespace conclave::client {

inline constexpr char32_t kInvalidCodePoint = 0xFFFFFFFF;

// Takes the first code point off `text`, which is not empty; or one byte, and gives kInvalidCodePoint, when it does not
// begin with a well-formed one (overlong forms, surrogates and numbers above 10FFFF are not).
char32_t TakeCodePoint(std::string_view& text);

bool IsValidUtf8(std::string_view text);

}  // namespace conclave::client

#endif  // CONCLAVE_CLIENT_UTF8_H_
