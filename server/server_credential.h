#ifndef CONCLAVE_SERVER_SERVER_CREDENTIAL_H_
#define CONCLAVE_SERVER_SERVER_CREDENTIAL_H_

#include <filesystem>
#include <string>

#include "absl/status/statusor.h"
#include "server/auth/authority.h"
#include "server/auth/certificate.h"
#include "server/auth/private_key.h"
#include "server/core/clock.h"
#include "server/core/ids.h"
#include "server/data_dir.h"

namespace conclave {

// What a server needs for mutual TLS.
struct ServerCredential {
  std::string key_pem;
  std::string cert_pem;
  // The only one whose clients are let in.
  std::string authority_pem;
  std::string trust_domain;
  // Of the server's certificate.
  TimeUs not_after = 0;
};

// Reads it from a data directory and checks all that clients would stumble over. Every error is one sentence with its
// remedy: something is missing or cannot be read, has expired or is not valid yet, the key does not belong to the
// certificate, or the authority has not signed it.
absl::StatusOr<ServerCredential> LoadServerCredential(const std::filesystem::path& data_dir,
                                                      const Clock& clock = SystemClock());

// The authority of a data directory, with its key, to sign certificates. Errors as above.
absl::StatusOr<auth::Authority> OpenAuthority(const std::filesystem::path& data_dir,
                                              const Clock& clock = SystemClock());

// Parts of the above, for setting a directory up.
absl::StatusOr<auth::Certificate> LoadAuthorityCertificate(const DataDir& dir, const Clock& clock);
absl::StatusOr<auth::Certificate> LoadServerCertificate(const DataDir& dir);
absl::StatusOr<auth::PrivateKey> LoadServerKey(const DataDir& dir);
absl::Status CheckServerCertificate(const DataDir& dir, const auth::Certificate& certificate,
                                    const auth::PrivateKey& key, const auth::Certificate& authority,
                                    const Clock& clock);

// "2026-11-24 08:30:00 UTC".
std::string ForPeople(TimeUs time);

}  // namespace conclave

#endif  // CONCLAVE_SERVER_SERVER_CREDENTIAL_H_
