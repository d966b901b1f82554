#ifndef CONCLAVE_TESTS_SUPPORT_PATIENCE_H_
#define CONCLAVE_TESTS_SUPPORT_PATIENCE_H_

#include "absl/time/time.h"

#ifndef __has_feature
#define __has_feature(feature) 0
#endif

namespace conclave::testing {

// Sanitizers make everything slower: scenarios that are a matter of size are smaller under them.
inline constexpr bool kSanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);

// How long a test waits for what must happen before it gives up. Never part of what is asserted.
inline constexpr absl::Duration Patience() { return kSanitized ? absl::Seconds(180) : absl::Seconds(60); }

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_SUPPORT_PATIENCE_H_
