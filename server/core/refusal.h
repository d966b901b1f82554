#ifndef CONCLAVE_SERVER_CORE_REFUSAL_H_
#define CONCLAVE_SERVER_CORE_REFUSAL_H_

#include <cstdint>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "conclave/v1/error.pb.h"

namespace conclave {

// Details of a refusal beside its reason and text.
struct RefusalDetails {
  // Configuration key of the limit that was hit, such as "limits.text_bytes".
  std::string_view limit = {};
  std::uint64_t limit_value = 0;
  absl::Duration retry_after = absl::ZeroDuration();
};

// A status that says why: its code is the one the contract documents for `reason`, its payload the typed error. It is
// counted (tally.h): make one only when something is refused.
absl::Status Refuse(v1::Reason reason, std::string_view text, const RefusalDetails& details = {});

// The typed error of a status. One that carries none is a defect of ours and becomes REASON_INTERNAL without its text,
// except those a store makes (UNAVAILABLE, DATA_LOSS), which keep their meaning. `status` is not OK.
v1::Error ErrorFrom(const absl::Status& status);

// The gRPC code documented for a reason.
absl::StatusCode CodeOf(v1::Reason reason);

}  // namespace conclave

// Leaves the function with the status when it is not OK.
#define CONCLAVE_RETURN_IF_ERROR(expression)                                  \
  do {                                                                        \
    if (absl::Status conclave_status = (expression); !conclave_status.ok()) { \
      return conclave_status;                                                 \
    }                                                                         \
  } while (false)

#define CONCLAVE_CONCAT_INNER(a, b) a##b
#define CONCLAVE_CONCAT(a, b) CONCLAVE_CONCAT_INNER(a, b)

// Assigns the value, or leaves the function with the status.
#define CONCLAVE_ASSIGN_OR_RETURN(declaration, expression) \
  CONCLAVE_ASSIGN_OR_RETURN_INNER(CONCLAVE_CONCAT(conclave_result_, __LINE__), declaration, expression)
#define CONCLAVE_ASSIGN_OR_RETURN_INNER(result, declaration, expression) \
  auto result = (expression);                                            \
  if (!result.ok()) return std::move(result).status();                   \
  declaration = *std::move(result)

#endif  // CONCLAVE_SERVER_CORE_REFUSAL_H_
