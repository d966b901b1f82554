#ifndef CONCLAVE_SERVER_OPS_CONFIG_KEYS_H_
#define CONCLAVE_SERVER_OPS_CONFIG_KEYS_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "server/ops/config.h"

namespace conclave::ops {

// The member of a configuration that a key sets.
template <typename T>
using Field = T& (*)(Config&);

// What a key may be set to, by kind. Bounds are included.
struct SizeKey {
  Field<std::size_t> field;
  std::size_t min, max;
};
struct CountKey {
  Field<std::size_t> field;
  std::size_t min, max;
};
struct DurationKey {
  Field<absl::Duration> field;
  absl::Duration min, max;
};
struct TextKey {
  Field<std::string> field;
  std::size_t max_bytes;
};
struct SwitchKey {
  Field<bool> field;
};
struct LevelKey {
  Field<LogLevel> field;
};
struct EndpointKey {
  Field<std::string> field;
};
// An IPv4 endpoint of this machine alone; empty, written "off", for none.
struct LoopbackKey {
  Field<std::string> field;
};
struct HostsKey {
  Field<std::vector<std::string>> field;
};

// All that is known of one key: reading, checking and documentation are made from it. Immutable.
struct ConfigKey {
  // As in "limits.text_bytes".
  std::string_view name;
  std::string_view summary;
  std::variant<SizeKey, CountKey, DurationKey, TextKey, SwitchKey, LevelKey, EndpointKey, LoopbackKey, HostsKey> kind;

  // "limits", or empty for keys that are in no section.
  [[nodiscard]] std::string_view Section() const;
  // "text_bytes".
  [[nodiscard]] std::string_view Leaf() const;
};

// Every key, those of a section together, sections after keys without one.
std::span<const ConfigKey> ConfigKeys();

// The key or section that `name` was most likely meant to be.
std::string_view NearestKey(std::string_view name);

}  // namespace conclave::ops

#endif  // CONCLAVE_SERVER_OPS_CONFIG_KEYS_H_
