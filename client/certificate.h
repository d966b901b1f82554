#ifndef CONCLAVE_CLIENT_CERTIFICATE_H_
#define CONCLAVE_CLIENT_CERTIFICATE_H_

#include <filesystem>

#include "absl/status/status.h"
#include "client/identity.h"

namespace conclave::client {

// Looks at the key, certificate and authority of an identity loaded from `directory`, and fills in when it expires. The
// status is as in LoadIdentity.
absl::Status CheckCertificate(const std::filesystem::path& directory, TimeUs now, Identity& identity);

}  // namespace conclave::client

#endif  // CONCLAVE_CLIENT_CERTIFICATE_H_
