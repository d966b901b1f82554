#ifndef CONCLAVE_CLI_PLAIN_TEXT_H_
#define CONCLAVE_CLI_PLAIN_TEXT_H_

#include <string>
#include <string_view>

namespace conclave::cli {

// What other people wrote, made harmless for a terminal: control characters, marks that change the direction of what
// follows, line separators, and bytes that are no UTF-8 become the replacement character. A line feed begins a new line
// with `indent`; tabs stay.
std::string PlainText(std::string_view text, std::string_view indent = "    ");

}  // namespace conclave::cli

#endif  // CONCLAVE_CLI_PLAIN_TEXT_H_
