#include "server/identity_files.h"

#include "absl/strings/str_cat.h"
#include "server/ops/config_text.h"
#include "server/ops/files.h"

namespace conclave {
namespace {

std::string IdentityToml(const IdentityFiles& files) {
  return absl::StrCat(
      "# Who this client is, and to which server. The key beside this file proves it: keep it to yourself.\n",
      "server = ", ops::TomlString(files.server), "\n",       //
      "user = ", ops::TomlString(files.user_name), "\n",      //
      "user_id = ", files.identity.user.value(), "\n",        //
      "device = ", ops::TomlString(files.device_name), "\n",  //
      "device_id = ", files.identity.device.value(), "\n",    //
      "trust_domain = ", ops::TomlString(files.identity.trust_domain), "\n");
}

}  // namespace

absl::Status WriteIdentity(const std::filesystem::path& directory, const IdentityFiles& files) {
  const absl::Status written = ops::WriteDirectory(
      directory, {{.name = "key.pem", .bytes = files.credential.key_pem, .mode = ops::FileMode::kPrivate},
                  {.name = "cert.pem", .bytes = files.credential.cert_pem},
                  {.name = "authority.pem", .bytes = files.authority_pem},
                  {.name = "identity.toml", .bytes = IdentityToml(files)}});
  if (!absl::IsAlreadyExists(written)) return written;
  return absl::AlreadyExistsError(absl::StrCat(
      directory.string(), " exists already and is not empty; choose a directory that does not exist yet."));
}

}  // namespace conclave
