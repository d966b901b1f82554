#ifndef CONCLAVE_SERVER_OPS_UTF8_H_
#define CONCLAVE_SERVER_OPS_UTF8_H_

#include <cstddef>
#include <string_view>

namespace conclave::ops {

// The first character of a text.
struct Utf8Character {
  char32_t code = 0;
  // How many bytes it takes; 0 when the text does not begin with a well-formed character.
  std::size_t size = 0;
};

Utf8Character FirstCharacter(std::string_view text);

// Whether the character shows as itself: not a control character, line separator, or one that reorders, joins or hides
// its neighbours.
bool IsVisible(char32_t code);

// Well-formed UTF-8 of visible characters and spaces.
bool IsVisibleText(std::string_view text);

}  // namespace conclave::ops

#endif  // CONCLAVE_SERVER_OPS_UTF8_H_
