#ifndef CONCLAVE_SERVER_OPS_CONFIG_VALUE_H_
#define CONCLAVE_SERVER_OPS_CONFIG_VALUE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "server/ops/config.h"
#include "server/ops/config_keys.h"

namespace conclave::ops {

// A value as TOML has it; monostate for kinds that no key has.
using ConfigValue = std::variant<std::monostate, bool, std::int64_t, std::string, std::vector<std::string>>;

// Sets the key's member; false when the value is of the wrong type or outside the bounds, and nothing is set.
bool Assign(const ConfigKey& key, const ConfigValue& value, Config& config);

// Sets the member of the key of that name. INVALID_ARGUMENT "<name> must be <what is allowed>." when it cannot be.
absl::Status AssignByName(std::string_view name, const ConfigValue& value, Config& config);

// What may be assigned, as in "a size from 1 to 24KiB, such as 16384 or "16KiB"".
std::string Allowed(const ConfigKey& key);

// The member's value as TOML.
std::string ValueText(const ConfigKey& key, const Config& config);

}  // namespace conclave::ops

#endif  // CONCLAVE_SERVER_OPS_CONFIG_VALUE_H_
