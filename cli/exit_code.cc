#include "cli/exit_code.h"

namespace conclave::cli {

int ExitCodeOf(const absl::Status& status) {
  if (status.ok()) return kExitOk;
  switch (client::ReasonOf(status)) {
    case v1::REASON_ROOM_NOT_FOUND:
      return kExitNoInput;
    case v1::REASON_USER_NOT_FOUND:
      return kExitNoUser;
    case v1::REASON_NAME_TAKEN:
      return kExitCannotCreate;
    case v1::REASON_TOO_LARGE:
    case v1::REASON_CURSOR_AHEAD:
      return kExitData;
    case v1::REASON_LIMIT_REACHED:
    case v1::REASON_INVITATION_NEEDED:
    case v1::REASON_WRONG_ROOM_KIND:
      return kExitNoPermission;
    default:
      break;
  }
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
      return kExitData;
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
      return kExitNoPermission;
    case absl::StatusCode::kAlreadyExists:
      return kExitCannotCreate;
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kAborted:
      return kExitTemporary;
    case absl::StatusCode::kUnavailable:
      // What the server itself says it cannot do now, as opposed to a server that is not there.
      return client::TypedError(status) ? kExitTemporary : ExitCodeOf(client::Explain(status, ""));
    case absl::StatusCode::kUnimplemented:
      return kExitProtocol;
    default:
      return kExitSoftware;
  }
}

int ExitCodeOf(const client::Trouble& trouble) {
  switch (trouble.kind) {
    case client::TroubleKind::kUnreachable:
      return kExitUnavailable;
    case client::TroubleKind::kHandshakeRefused:
    case client::TroubleKind::kIdentity:
      return kExitNoPermission;
    case client::TroubleKind::kServerNotTrusted:
    case client::TroubleKind::kIncompatible:
      return kExitProtocol;
    case client::TroubleKind::kReplaced:
    case client::TroubleKind::kUnavailable:
      return kExitTemporary;
  }
  return kExitSoftware;
}

int IdentityExitCodeOf(const absl::Status& status) {
  if (absl::IsNotFound(status)) return kExitNoInput;
  if (absl::IsPermissionDenied(status)) return kExitNoPermission;
  return kExitConfig;
}

}  // namespace conclave::cli
