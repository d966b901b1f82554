#include "bench/identities.h"

#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "server/core/refusal.h"

namespace conclave::bench {
namespace {

absl::StatusOr<std::string> ReadText(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (file.bad() || text.empty()) return absl::NotFoundError(absl::StrCat("Cannot read ", path.string(), "."));
  return text;
}

}  // namespace

std::filesystem::path IdentityFile::Key(const std::filesystem::path& directory, std::size_t device) {
  return directory / absl::StrCat(device, ".key");
}

std::filesystem::path IdentityFile::Certificate(const std::filesystem::path& directory, std::size_t device) {
  return directory / absl::StrCat(device, ".crt");
}

std::filesystem::path IdentityFile::Authority(const std::filesystem::path& directory) {
  return directory / "authority.crt";
}

absl::StatusOr<client::Identity> LoadIdentity(const std::filesystem::path& directory, std::size_t device,
                                              const std::string& server) {
  client::Identity identity{.server = server};
  CONCLAVE_ASSIGN_OR_RETURN(identity.key, ReadText(IdentityFile::Key(directory, device)));
  CONCLAVE_ASSIGN_OR_RETURN(identity.certificate, ReadText(IdentityFile::Certificate(directory, device)));
  CONCLAVE_ASSIGN_OR_RETURN(identity.authority, ReadText(IdentityFile::Authority(directory)));
  return identity;
}

absl::Status WriteText(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) return absl::UnavailableError(absl::StrCat("Cannot write ", path.string(), "."));
  return absl::OkStatus();
}

}  // namespace conclave::bench
