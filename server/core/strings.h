#ifndef CONCLAVE_SERVER_CORE_STRINGS_H_
#define CONCLAVE_SERVER_CORE_STRINGS_H_

#include <string_view>

#include "absl/strings/string_view.h"

namespace conclave {

// Debian's abseil has a string_view of its own, apart from the standard one; these lead from one to the other.
inline absl::string_view ToAbsl(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view ToStd(absl::string_view text) { return {text.data(), text.size()}; }

}  // namespace conclave

#endif  // CONCLAVE_SERVER_CORE_STRINGS_H_
