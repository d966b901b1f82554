#ifndef CONCLAVE_SERVER_MAKE_IDENTITY_H_
#define CONCLAVE_SERVER_MAKE_IDENTITY_H_

#include <filesystem>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/auth/identity.h"

namespace conclave {

struct MakeIdentityOptions {
  std::filesystem::path data_dir;
  std::string user;
  std::string device = "laptop";
  // The identity directory to make.
  std::filesystem::path out;
  // What the identity connects to; the configured address when empty.
  std::string server;
  absl::Duration lifetime = absl::Hours(24 * 365);
};

// For development: registers a device (and its user), signs a certificate for it and writes the identity directory.
// With the server running the ids come from it, through the socket in the data directory; else from the store, which is
// locked meanwhile. Errors are one sentence.
absl::StatusOr<auth::Identity> MakeIdentity(const MakeIdentityOptions& options);

}  // namespace conclave

#endif  // CONCLAVE_SERVER_MAKE_IDENTITY_H_
