#ifndef CONCLAVE_CLIENT_IDENTITY_FILE_H_
#define CONCLAVE_CLIENT_IDENTITY_FILE_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "client/identity.h"

namespace conclave::client {

// The fields of an identity.toml; `path` is for the error's sentence.
absl::StatusOr<Identity> ParseIdentityFile(std::string_view text, std::string_view path);

}  // namespace conclave::client

#endif  // CONCLAVE_CLIENT_IDENTITY_FILE_H_
