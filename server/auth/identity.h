#ifndef CONCLAVE_SERVER_AUTH_IDENTITY_H_
#define CONCLAVE_SERVER_AUTH_IDENTITY_H_

#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "server/core/ids.h"

namespace conclave::auth {

// Who a device's certificate says it is.
struct Identity {
  std::string trust_domain;
  UserId user;
  DeviceId device;

  bool operator==(const Identity&) const = default;
};

// The identity in `uris`, which are all URIs among a verified certificate's subject alternative names. There must be
// exactly one, spiffe://<trust domain>/user/<id>/device/<id>, of this trust domain, with ids in decimal, from 1, below
// kUserIdBound and kIdBound, without leading zeros. Anything else is refused: REASON_NO_IDENTITY.
absl::StatusOr<Identity> ParseIdentity(std::span<const std::string> uris, std::string_view trust_domain);

// The URI that ParseIdentity reads.
std::string IdentityUri(const Identity& identity);

// The URI of an authority, and the beginning of those of its devices.
std::string TrustDomainUri(std::string_view trust_domain);

// Whether SPIFFE allows the name: 1 to 255 of a–z, 0–9, '.', '-', '_'.
bool IsTrustDomain(std::string_view name);

// Whether the ids can stand in an identity.
bool IsIdentityRange(UserId user, DeviceId device);

}  // namespace conclave::auth

#endif  // CONCLAVE_SERVER_AUTH_IDENTITY_H_
