#include "client/identity.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "client/certificate.h"
#include "client/identity_file.h"
#include "server/core/refusal.h"

namespace conclave::client {
namespace {

absl::StatusOr<std::string> ReadFile(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error) && !error) {
    return absl::NotFoundError(absl::StrCat("The identity lacks ", path.string(), "."));
  }
  std::ifstream file(path, std::ios::binary);
  std::ostringstream contents;
  if (!file || !(contents << file.rdbuf())) {
    return absl::PermissionDeniedError(absl::StrCat("The file ", path.string(), " cannot be read."));
  }
  return std::move(contents).str();
}

}  // namespace

absl::StatusOr<Identity> LoadIdentity(const std::filesystem::path& directory, TimeUs now) {
  std::error_code error;
  if (!std::filesystem::is_directory(directory, error)) {
    return absl::NotFoundError(absl::StrCat("There is no identity directory ", directory.string(), "."));
  }
  CONCLAVE_ASSIGN_OR_RETURN(const std::string toml, ReadFile(directory / "identity.toml"));
  CONCLAVE_ASSIGN_OR_RETURN(Identity identity, ParseIdentityFile(toml, (directory / "identity.toml").string()));
  CONCLAVE_ASSIGN_OR_RETURN(identity.key, ReadFile(directory / "key.pem"));
  CONCLAVE_ASSIGN_OR_RETURN(identity.certificate, ReadFile(directory / "cert.pem"));
  CONCLAVE_ASSIGN_OR_RETURN(identity.authority, ReadFile(directory / "authority.pem"));
  CONCLAVE_RETURN_IF_ERROR(CheckCertificate(directory, now, identity));
  return identity;
}

}  // namespace conclave::client
