#include "server/ops/config_value.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstdint>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/auth/host_name.h"
#include "server/core/strings.h"
#include "server/ops/config_text.h"
#include "server/ops/endpoint.h"
#include "server/ops/utf8.h"

namespace conclave::ops {
namespace {

template <typename... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <typename... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

constexpr const char* kOff = "off";

// 127.0.0.0/8.
bool IsLoopback4(const std::string& host) {
  in_addr address{};
  return inet_pton(AF_INET, host.c_str(), &address) == 1 && (ntohl(address.s_addr) >> 24) == 127;
}

std::optional<std::size_t> InBounds(std::int64_t value, std::size_t min, std::size_t max) {
  if (value < 0) return std::nullopt;
  const auto size = static_cast<std::size_t>(value);
  return size >= min && size <= max ? std::optional(size) : std::nullopt;
}

std::optional<std::size_t> Read(const SizeKey& key, const ConfigValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return InBounds(*number, key.min, key.max);
  const auto* text = std::get_if<std::string>(&value);
  const auto size = text != nullptr ? ParseSize(*text) : std::nullopt;
  return size && *size >= key.min && *size <= key.max ? size : std::nullopt;
}

std::optional<std::size_t> Read(const CountKey& key, const ConfigValue& value) {
  const auto* number = std::get_if<std::int64_t>(&value);
  return number != nullptr ? InBounds(*number, key.min, key.max) : std::nullopt;
}

std::optional<absl::Duration> Read(const DurationKey& key, const ConfigValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  const auto duration = text != nullptr ? ParseDuration(*text) : std::nullopt;
  return duration && *duration >= key.min && *duration <= key.max ? duration : std::nullopt;
}

std::optional<std::string> Read(const TextKey& key, const ConfigValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  const bool fits = text != nullptr && !text->empty() && text->size() <= key.max_bytes && IsVisibleText(*text);
  return fits ? std::optional(*text) : std::nullopt;
}

std::optional<bool> Read(const SwitchKey& /*key*/, const ConfigValue& value) {
  const auto* on = std::get_if<bool>(&value);
  return on != nullptr ? std::optional(*on) : std::nullopt;
}

std::optional<LogLevel> Read(const LevelKey& /*key*/, const ConfigValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr ? ParseLogLevel(*text) : std::nullopt;
}

std::optional<Endpoint> ReadEndpoint(const ConfigValue& value, std::uint16_t default_port) {
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return std::nullopt;
  auto endpoint = ParseEndpoint(*text);
  if (!endpoint.ok()) return std::nullopt;
  endpoint->port = endpoint->port.value_or(default_port);
  return *std::move(endpoint);
}

std::optional<std::string> Read(const EndpointKey& /*key*/, const ConfigValue& value) {
  const auto endpoint = ReadEndpoint(value, kDefaultPort);
  return endpoint ? std::optional(endpoint->ToString()) : std::nullopt;
}

std::optional<std::string> Read(const LoopbackKey& /*key*/, const ConfigValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (text != nullptr && *text == kOff) return std::string();
  const auto endpoint = ReadEndpoint(value, kDefaultMetricsPort);
  // An address: what a name stands for may change. Debian's civetweb, which listens there, knows no IPv6.
  return endpoint && IsLoopback4(endpoint->host) ? std::optional(endpoint->ToString()) : std::nullopt;
}

std::optional<std::vector<std::string>> Read(const HostsKey& /*key*/, const ConfigValue& value) {
  const auto* texts = std::get_if<std::vector<std::string>>(&value);
  if (texts == nullptr) return std::nullopt;
  std::vector<std::string> hosts;
  for (const std::string& text : *texts) {
    const auto host = auth::ParseHostName(text);
    if (!host.ok()) return std::nullopt;
    hosts.push_back(host->text);
  }
  return hosts;
}

std::string HostList(const std::vector<std::string>& hosts) {
  const auto quote = [](std::string* out, const std::string& host) { *out += TomlString(host); };
  return absl::StrCat("[", absl::StrJoin(hosts, ", ", quote), "]");
}

}  // namespace

bool Assign(const ConfigKey& key, const ConfigValue& value, Config& config) {
  return std::visit(
      [&](const auto& kind) {
        auto read = Read(kind, value);
        if (!read) return false;
        kind.field(config) = *std::move(read);
        return true;
      },
      key.kind);
}

absl::Status AssignByName(std::string_view name, const ConfigValue& value, Config& config) {
  const auto keys = ConfigKeys();
  const auto key = std::ranges::find(keys, name, &ConfigKey::name);
  if (key == keys.end()) return absl::InvalidArgumentError(absl::StrCat("unknown key \"", ToAbsl(name), "\"."));
  if (Assign(*key, value, config)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(ToAbsl(name), " must be ", Allowed(*key), "."));
}

std::string Allowed(const ConfigKey& key) {
  return std::visit(
      Overloaded{
          [](const SizeKey& kind) {
            return absl::StrCat("a size from ", FormatSize(kind.min), " to ", FormatSize(kind.max), ", such as ",
                                kind.max, " or \"", FormatSize(kind.max), "\"");
          },
          [](const CountKey& kind) { return absl::StrCat("a whole number from ", kind.min, " to ", kind.max); },
          [](const DurationKey& kind) {
            return absl::StrCat("a time from ", absl::FormatDuration(kind.min), " to ", absl::FormatDuration(kind.max),
                                ", such as \"", absl::FormatDuration(kind.max), "\"");
          },
          [](const TextKey& kind) { return absl::StrCat("a text of 1 to ", kind.max_bytes, " bytes on one line"); },
          [](const SwitchKey&) { return std::string("true or false"); },
          [](const LevelKey&) { return std::string("\"debug\", \"info\", \"warning\" or \"error\""); },
          [](const EndpointKey&) {
            return std::string("an address and port, such as \"127.0.0.1:7443\" or \"[::]:7443\"");
          },
          [](const LoopbackKey&) {
            return std::string("\"off\", or an IPv4 loopback address and port, such as \"127.0.0.1:9464\"");
          },
          [](const HostsKey&) {
            return std::string("a list of host names and IP addresses, such as [\"chat.example.org\", \"192.0.2.1\"]");
          }},
      key.kind);
}

std::string ValueText(const ConfigKey& key, const Config& config) {
  Config copy = config;
  return std::visit(
      Overloaded{[&](const SizeKey& kind) { return TomlString(FormatSize(kind.field(copy))); },
                 [&](const CountKey& kind) { return std::to_string(kind.field(copy)); },
                 [&](const DurationKey& kind) { return TomlString(absl::FormatDuration(kind.field(copy))); },
                 [&](const TextKey& kind) { return TomlString(kind.field(copy)); },
                 [&](const SwitchKey& kind) { return std::string(kind.field(copy) ? "true" : "false"); },
                 [&](const LevelKey& kind) { return TomlString(ToText(kind.field(copy))); },
                 [&](const EndpointKey& kind) { return TomlString(kind.field(copy)); },
                 [&](const LoopbackKey& kind) {
                   const std::string& address = kind.field(copy);
                   return TomlString(address.empty() ? kOff : address);
                 },
                 [&](const HostsKey& kind) { return HostList(kind.field(copy)); }},
      key.kind);
}

}  // namespace conclave::ops
