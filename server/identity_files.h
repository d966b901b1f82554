#ifndef CONCLAVE_SERVER_IDENTITY_FILES_H_
#define CONCLAVE_SERVER_IDENTITY_FILES_H_

#include <filesystem>
#include <string>

#include "absl/status/status.h"
#include "server/auth/authority.h"
#include "server/auth/identity.h"

namespace conclave {

// What a client needs to be somebody on a server.
struct IdentityFiles {
  auth::Identity identity;
  // The device's key and certificate.
  auth::Credential credential;
  // The certificate by which the client knows its server.
  std::string authority_pem;
  // Where it connects to: host:port.
  std::string server;
  std::string user_name;
  std::string device_name;
};

// Makes the directory (0700) with key.pem (0600), cert.pem, authority.pem and identity.toml (server, user, user_id,
// device, device_id, trust_domain): all of it or nothing. ALREADY_EXISTS when it is there and not empty.
absl::Status WriteIdentity(const std::filesystem::path& directory, const IdentityFiles& files);

}  // namespace conclave

#endif  // CONCLAVE_SERVER_IDENTITY_FILES_H_
