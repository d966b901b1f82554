#include "server/core/refusal.h"

#include <string>

#include "absl/strings/cord.h"
#include "server/core/strings.h"
#include "server/core/tally.h"

namespace conclave {
namespace {

constexpr absl::string_view kPayloadUrl = "type.googleapis.com/conclave.v1.Error";

v1::Error Plain(v1::Reason reason, std::string_view text) {
  v1::Error error;
  error.set_code(static_cast<int>(CodeOf(reason)));
  error.set_reason(reason);
  error.set_text(std::string(text));
  return error;
}

}  // namespace

absl::StatusCode CodeOf(v1::Reason reason) {
  switch (reason) {
    case v1::REASON_MALFORMED:
    case v1::REASON_INVALID_FIELD:
    case v1::REASON_INVALID_TEXT:
    case v1::REASON_INVALID_COMMAND_ID:
    case v1::REASON_UNKNOWN_COMMAND:
      return absl::StatusCode::kInvalidArgument;
    case v1::REASON_TOO_LARGE:
    case v1::REASON_LIMIT_REACHED:
    case v1::REASON_BUSY:
    case v1::REASON_RATE_LIMITED:
      return absl::StatusCode::kResourceExhausted;
    case v1::REASON_HELLO_EXPECTED:
    case v1::REASON_HELLO_REPEATED:
    case v1::REASON_WRONG_ROOM_KIND:
    case v1::REASON_INVITATION_NEEDED:
    case v1::REASON_NOT_ATTACHED:
      return absl::StatusCode::kFailedPrecondition;
    case v1::REASON_NO_IDENTITY:
    case v1::REASON_UNKNOWN_DEVICE:
      return absl::StatusCode::kUnauthenticated;
    case v1::REASON_ROOM_NOT_FOUND:
    case v1::REASON_USER_NOT_FOUND:
      return absl::StatusCode::kNotFound;
    case v1::REASON_NOT_A_MEMBER:
    case v1::REASON_ROLE_TOO_LOW:
      return absl::StatusCode::kPermissionDenied;
    case v1::REASON_NAME_TAKEN:
    case v1::REASON_ALREADY_A_MEMBER:
    case v1::REASON_ID_REUSED:
      return absl::StatusCode::kAlreadyExists;
    case v1::REASON_CURSOR_AHEAD:
      return absl::StatusCode::kOutOfRange;
    case v1::REASON_NOT_YET:
    case v1::REASON_DRAINING:
    case v1::REASON_FATE_UNKNOWN:
    case v1::REASON_STORE_UNAVAILABLE:
      return absl::StatusCode::kUnavailable;
    case v1::REASON_DATA_DAMAGED:
      return absl::StatusCode::kDataLoss;
    case v1::REASON_REPLACED:
      return absl::StatusCode::kAborted;
    case v1::REASON_STUCK:
      return absl::StatusCode::kDeadlineExceeded;
    default:
      return absl::StatusCode::kInternal;
  }
}

absl::Status Refuse(v1::Reason reason, std::string_view text, const RefusalDetails& details) {
  ProcessTally().CountRefusal(reason, details.limit);
  v1::Error error = Plain(reason, text);
  error.set_limit(std::string(details.limit));
  error.set_limit_value(details.limit_value);
  error.set_retry_after_ms(static_cast<std::uint32_t>(absl::ToInt64Milliseconds(details.retry_after)));
  absl::Status status(CodeOf(reason), ToAbsl(text));
  status.SetPayload(kPayloadUrl, absl::Cord(error.SerializeAsString()));
  return status;
}

v1::Error ErrorFrom(const absl::Status& status) {
  if (const auto payload = status.GetPayload(kPayloadUrl)) {
    v1::Error error;
    if (error.ParseFromString(std::string(*payload))) return error;
  }
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      return Plain(v1::REASON_STORE_UNAVAILABLE, "The store cannot be used at present.");
    case absl::StatusCode::kDataLoss:
      return Plain(v1::REASON_DATA_DAMAGED, "Stored data is damaged.");
    default:
      return Plain(v1::REASON_INTERNAL, "The server met a defect of its own.");
  }
}

}  // namespace conclave
