#include "server/ops/endpoint.h"

#include <algorithm>
#include <charconv>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/auth/host_name.h"
#include "server/core/refusal.h"
#include "server/core/strings.h"

namespace conclave::ops {
namespace {

constexpr std::size_t kShownBytes = 300;

struct Parts {
  std::string_view host;
  std::optional<std::string_view> port;
};

std::optional<Parts> Split(std::string_view text) {
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    // Brackets are for IPv6 addresses alone.
    if (end == std::string_view::npos || text.substr(0, end).find(':') == std::string_view::npos) return std::nullopt;
    const std::string_view rest = text.substr(end + 1);
    if (!rest.empty() && rest.front() != ':') return std::nullopt;
    Parts parts{.host = text.substr(1, end - 1)};
    if (!rest.empty()) parts.port = rest.substr(1);
    return parts;
  }
  // More than one colon: an IPv6 address without a port.
  if (std::ranges::count(text, ':') != 1) return Parts{.host = text};
  const std::size_t colon = text.find(':');
  return Parts{.host = text.substr(0, colon), .port = text.substr(colon + 1)};
}

std::optional<std::uint16_t> ParsePort(std::string_view text) {
  std::uint16_t port = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, port);
  if (error != std::errc() || rest != end) return std::nullopt;
  return port;
}

}  // namespace

std::string Endpoint::ToString() const {
  if (!port) return host;
  const bool brackets = host.find(':') != std::string::npos;
  return brackets ? absl::StrCat("[", host, "]:", *port) : absl::StrCat(host, ":", *port);
}

absl::StatusOr<Endpoint> ParseEndpoint(std::string_view text) {
  const std::string shown = absl::CHexEscape(ToAbsl(text.substr(0, kShownBytes)));
  const std::optional<Parts> parts = Split(text);
  if (!parts) return absl::InvalidArgumentError(absl::StrCat("\"", shown, "\" is not of the form HOST:PORT."));
  CONCLAVE_ASSIGN_OR_RETURN(const auth::HostName host, auth::ParseHostName(parts->host));
  Endpoint endpoint{.host = host.text};
  if (!parts->port) return endpoint;
  endpoint.port = ParsePort(*parts->port);
  if (!endpoint.port) {
    return absl::InvalidArgumentError(absl::StrCat("The port of \"", shown, "\" is not a number from 0 to 65535."));
  }
  return endpoint;
}

}  // namespace conclave::ops
