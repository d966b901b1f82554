#include "server/auth/host_name.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/core/strings.h"

namespace conclave::auth {
namespace {

constexpr std::size_t kNameBytes = 253;
constexpr std::size_t kLabelBytes = 63;

std::string AddressBytes(const std::string& text) {
  std::array<char, sizeof(in6_addr)> bytes{};
  if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) return {bytes.data(), sizeof(in_addr)};
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) return {bytes.data(), sizeof(in6_addr)};
  return {};
}

bool IsLabel(absl::string_view label) {
  // RFC 1123's characters, and the underscore that container networks put into names.
  return !label.empty() && label.size() <= kLabelBytes && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(),
                     [](char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_'; });
}

bool IsDnsName(absl::string_view text) {
  if (text.empty() || text.size() > kNameBytes) return false;
  absl::string_view last;
  for (const absl::string_view label : absl::StrSplit(text, '.')) {
    if (!IsLabel(label)) return false;
    last = label;
  }
  // No top-level domain is a number: such a name is a mistyped address.
  return !std::all_of(last.begin(), last.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

absl::StatusOr<HostName> ParseHostName(std::string_view text) {
  const bool has_nul = text.find('\0') != std::string_view::npos;
  if (std::string bytes = has_nul ? std::string() : AddressBytes(std::string(text)); !bytes.empty()) {
    return HostOfAddress(bytes);
  }
  if (!IsDnsName(ToAbsl(text))) {
    return absl::InvalidArgumentError(absl::StrCat("\"", absl::CHexEscape(ToAbsl(text.substr(0, kNameBytes))),
                                                   "\" is not a host name or IP address."));
  }
  return HostName{.text = absl::AsciiStrToLower(ToAbsl(text))};
}

HostName HostOfAddress(std::string_view address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int family = address.size() == sizeof(in_addr) ? AF_INET : AF_INET6;
  if (family == AF_INET6 && address.size() != sizeof(in6_addr)) return {};
  if (inet_ntop(family, address.data(), text.data(), text.size()) == nullptr) return {};
  return HostName{.text = text.data(), .address = std::string(address)};
}

}  // namespace conclave::auth
