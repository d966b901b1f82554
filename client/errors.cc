#include "client/errors.h"

#include <string_view>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/core/strings.h"

namespace conclave::client {
namespace {

constexpr absl::string_view kErrorUrl = "type.googleapis.com/conclave.v1.Error";

Trouble FromReason(const v1::Error& error) {
  TroubleKind kind = TroubleKind::kUnavailable;
  switch (error.reason()) {
    case v1::REASON_NO_IDENTITY:
    case v1::REASON_UNKNOWN_DEVICE:
      kind = TroubleKind::kIdentity;
      break;
    case v1::REASON_REPLACED:
      kind = TroubleKind::kReplaced;
      break;
    case v1::REASON_MALFORMED:
    case v1::REASON_UNKNOWN_COMMAND:
    case v1::REASON_HELLO_EXPECTED:
    case v1::REASON_HELLO_REPEATED:
      kind = TroubleKind::kIncompatible;
      break;
    default:
      break;
  }
  return {.kind = kind, .sentence = error.text(), .details = v1::Reason_Name(error.reason())};
}

// gRPC gives what happened below it only as text.
Trouble FromTransport(const std::string& target, const std::string& details) {
  const auto make = [&](TroubleKind kind, std::string sentence) {
    return Trouble{.kind = kind, .sentence = std::move(sentence), .details = details};
  };
  if (absl::StrContains(details, "certificate verify failed") || absl::StrContains(details, "Hostname Verification") ||
      absl::StrContains(details, "Peer name") || absl::StrContains(details, "Custom verification check failed")) {
    return make(TroubleKind::kServerNotTrusted,
                absl::StrCat("The server at ", target, " is not the one this identity trusts."));
  }
  if (absl::StrContains(details, "failed to connect") &&
      (absl::StrContains(details, "Socket closed") || absl::StrContains(details, "Connection reset") ||
       absl::StrContains(details, "alert"))) {
    return make(TroubleKind::kHandshakeRefused,
                absl::StrCat("The server at ", target, " refused this device's certificate, or is not there."));
  }
  if (absl::StrContains(details, "Ssl handshake failed")) {
    return make(TroubleKind::kServerNotTrusted, absl::StrCat("What answers at ", target, " is not a Conclave server."));
  }
  if (absl::StrContains(details, "failed to connect") || absl::StrContains(details, "DNS resolution failed") ||
      absl::StrContains(details, "errors resolving")) {
    return make(TroubleKind::kUnreachable, absl::StrCat("No server answers at ", target, "."));
  }
  return make(TroubleKind::kUnreachable, absl::StrCat("The connection to ", target, " was lost."));
}

}  // namespace

absl::Status ToStatus(const v1::Error& error) {
  absl::Status result(static_cast<absl::StatusCode>(error.code()), error.text());
  if (result.ok()) result = absl::InternalError(error.text());
  return WithError(std::move(result), error);
}

absl::Status WithError(absl::Status status, const v1::Error& error) {
  status.SetPayload(kErrorUrl, absl::Cord(error.SerializeAsString()));
  return status;
}

std::optional<v1::Error> TypedError(const absl::Status& status) {
  const auto payload = status.GetPayload(kErrorUrl);
  v1::Error error;
  if (!payload || !error.ParseFromString(std::string(*payload))) return std::nullopt;
  return error;
}

v1::Reason ReasonOf(const absl::Status& status) {
  const std::optional<v1::Error> error = TypedError(status);
  return error ? error->reason() : v1::REASON_UNSPECIFIED;
}

bool IsTransient(v1::Reason reason) {
  return reason == v1::REASON_BUSY || reason == v1::REASON_DRAINING || reason == v1::REASON_FATE_UNKNOWN ||
         reason == v1::REASON_STORE_UNAVAILABLE || reason == v1::REASON_RATE_LIMITED;
}

absl::Duration RetryAfter(const v1::Error& error) {
  const absl::Duration asked = absl::Milliseconds(error.retry_after_ms());
  return error.reason() == v1::REASON_RATE_LIMITED ? 2 * asked : asked;
}

Trouble Explain(const absl::Status& status, const std::string& target) {
  if (const std::optional<v1::Error> error = TypedError(status)) return FromReason(*error);
  const std::string details(status.message());
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return {.kind = TroubleKind::kUnavailable, .sentence = "The server ended the conversation.", .details = details};
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kPermissionDenied:
      return {
          .kind = TroubleKind::kIdentity, .sentence = "The server does not accept this device.", .details = details};
    case absl::StatusCode::kUnimplemented:
      return {.kind = TroubleKind::kIncompatible,
              .sentence = absl::StrCat("The server at ", target, " does not speak this version of the contract."),
              .details = details};
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kCancelled:
      return FromTransport(target, details);
    default:
      return {.kind = TroubleKind::kUnavailable,
              .sentence = absl::StrCat("The server cannot hold the conversation: ", details),
              .details = details};
  }
}

}  // namespace conclave::client
