#include "client/identity_file.h"

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "server/core/strings.h"

// toml++ is header-only.
#include <toml++/toml.h>

namespace conclave::client {
namespace {

absl::Status Lacks(std::string_view path, std::string_view key) {
  return absl::InvalidArgumentError(absl::StrCat("The file ", ToAbsl(path), " lacks a valid \"", ToAbsl(key), "\"."));
}

}  // namespace

absl::StatusOr<Identity> ParseIdentityFile(std::string_view text, std::string_view path) {
  toml::table table;
  try {
    table = toml::parse(text, path);
  } catch (const toml::parse_error& error) {
    return absl::InvalidArgumentError(absl::StrCat("The file ", ToAbsl(path), " is not valid TOML: line ",
                                                   error.source().begin.line, ", ", ToAbsl(error.description()), "."));
  }
  Identity identity;
  for (const auto& [key, field] :
       {std::pair{"server", &identity.server}, std::pair{"user", &identity.user}, std::pair{"device", &identity.device},
        std::pair{"trust_domain", &identity.trust_domain}}) {
    const std::optional<std::string> value = table[key].value<std::string>();
    if (!value || value->empty()) return Lacks(path, key);
    *field = *value;
  }
  const std::int64_t user_id = table["user_id"].value_or(std::int64_t{0});
  if (user_id <= 0 || user_id >= std::int64_t{kUserIdBound}) return Lacks(path, "user_id");
  const std::int64_t device_id = table["device_id"].value_or(std::int64_t{0});
  if (device_id <= 0 || device_id >= static_cast<std::int64_t>(kIdBound)) return Lacks(path, "device_id");
  identity.user_id = UserId(static_cast<std::uint32_t>(user_id));
  identity.device_id = DeviceId(static_cast<std::uint64_t>(device_id));
  return identity;
}

}  // namespace conclave::client
