#ifndef CONCLAVE_CLIENT_IDENTITY_H_
#define CONCLAVE_CLIENT_IDENTITY_H_

#include <filesystem>
#include <string>

#include "absl/status/statusor.h"
#include "server/core/ids.h"

namespace conclave::client {

// Who this device is, and which authority it trusts. Immutable; copied freely.
struct Identity {
  // "HOST:PORT" of the server that issued it.
  std::string server;
  std::string user;
  UserId user_id;
  std::string device;
  DeviceId device_id;
  std::string trust_domain;

  // PEM: the private key, the certificate with its chain, the authority that signs servers.
  std::string key;
  std::string certificate;
  std::string authority;

  // The certificate's notAfter.
  TimeUs expires = 0;
};

// Loads an identity directory: key.pem, cert.pem, authority.pem and identity.toml (keys server, user, user_id, device,
// device_id, trust_domain). The status says in one sentence what is wrong: NOT_FOUND (a file is absent),
// PERMISSION_DENIED (it cannot be read), INVALID_ARGUMENT (its contents are not what they should be, or the key does
// not belong to the certificate), FAILED_PRECONDITION (the certificate is not valid at `now`).
absl::StatusOr<Identity> LoadIdentity(const std::filesystem::path& directory, TimeUs now);

}  // namespace conclave::client

#endif  // CONCLAVE_CLIENT_IDENTITY_H_
