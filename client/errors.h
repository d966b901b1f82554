#ifndef CONCLAVE_CLIENT_ERRORS_H_
#define CONCLAVE_CLIENT_ERRORS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "conclave/v1/error.pb.h"

namespace grpc {
class Status;
}

namespace conclave::client {

// The status of a finished call with the typed error it carries.
absl::Status ToStatus(const grpc::Status& status);

// A status that carries `error`; not OK.
absl::Status ToStatus(const v1::Error& error);

// The same status, carrying `error`.
absl::Status WithError(absl::Status status, const v1::Error& error);

// The typed error inside a status; nothing when the server did not say one.
std::optional<v1::Error> TypedError(const absl::Status& status);

// The reason the server gave, or REASON_UNSPECIFIED.
v1::Reason ReasonOf(const absl::Status& status);

// The same may be tried again, with the same client-made id: it was not done, or its fate is unknown.
bool IsTransient(v1::Reason reason);

// What to hand to Backoff, which waits between half of it and all: what the server asked for, and for a rate twice
// that, since nothing is given before. Zero when it asked for nothing.
absl::Duration RetryAfter(const v1::Error& error);

enum class TroubleKind {
  // Nobody answers there, or the connection was lost.
  kUnreachable,
  // The connection was closed during the handshake: that is how a refused certificate looks from outside.
  kHandshakeRefused,
  // The server's certificate is not signed by our authority, or is for another name.
  kServerNotTrusted,
  // The server knows the certificate and does not accept this device.
  kIdentity,
  // A newer stream of the same device and instance took over.
  kReplaced,
  // The two do not speak the same contract.
  kIncompatible,
  // The server says that it cannot now.
  kUnavailable,
};

// Why there is no conversation.
struct Trouble {
  TroubleKind kind = TroubleKind::kUnreachable;
  // One sentence for a person.
  std::string sentence;
  // What gRPC or TLS said; for the curious.
  std::string details;

  // Trying again by itself has no use.
  [[nodiscard]] bool IsFinal() const {
    return kind == TroubleKind::kIdentity || kind == TroubleKind::kReplaced || kind == TroubleKind::kIncompatible;
  }
};

// What a failed status means to the person at `target`'s other end.
Trouble Explain(const absl::Status& status, const std::string& target);

}  // namespace conclave::client

#endif  // CONCLAVE_CLIENT_ERRORS_H_
