#include "server/auth/identity.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "absl/strings/str_cat.h"
#include "server/core/refusal.h"
#include "server/core/strings.h"

namespace conclave::auth {
namespace {

constexpr std::string_view kScheme = "spiffe://";
constexpr std::string_view kUserPath = "/user/";
constexpr std::string_view kDevicePath = "/device/";
constexpr std::size_t kTrustDomainBytes = 255;

bool ConsumePrefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// Takes a decimal number from 1 and below `bound` off the front.
std::optional<std::uint64_t> ConsumeId(std::string_view& text, std::uint64_t bound) {
  if (text.empty() || text.front() == '0') return std::nullopt;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || value >= bound) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

absl::Status NoIdentity(std::string_view text) { return Refuse(v1::REASON_NO_IDENTITY, text); }

}  // namespace

absl::StatusOr<Identity> ParseIdentity(std::span<const std::string> uris, std::string_view trust_domain) {
  if (uris.empty()) return NoIdentity("The certificate names no user and device: it has no URI.");
  if (uris.size() > 1) {
    return NoIdentity(ToStd(absl::StrCat("The certificate has ", uris.size(), " URIs where exactly one is expected.")));
  }
  std::string_view rest = uris.front();
  if (!ConsumePrefix(rest, kScheme)) return NoIdentity("The certificate's URI does not begin with spiffe://.");
  const std::string_view domain = rest.substr(0, rest.find('/'));
  if (!IsTrustDomain(domain)) return NoIdentity("The certificate's URI has no valid trust domain.");
  if (domain != trust_domain) return NoIdentity("The certificate belongs to the trust domain of another server.");
  rest.remove_prefix(domain.size());

  constexpr std::string_view kNoUser = "The certificate's URI names no valid user: expected /user/<id>/device/<id>.";
  constexpr std::string_view kNoDevice =
      "The certificate's URI names no valid device: expected /user/<id>/device/<id>.";
  if (!ConsumePrefix(rest, kUserPath)) return NoIdentity(kNoUser);
  const auto user = ConsumeId(rest, kUserIdBound);
  if (!user) return NoIdentity(kNoUser);
  if (!ConsumePrefix(rest, kDevicePath)) return NoIdentity(kNoDevice);
  const auto device = ConsumeId(rest, kIdBound);
  if (!device || !rest.empty()) return NoIdentity(kNoDevice);
  return Identity{.trust_domain = std::string(domain),
                  .user = UserId(static_cast<std::uint32_t>(*user)),
                  .device = DeviceId(*device)};
}

std::string IdentityUri(const Identity& identity) {
  return absl::StrCat(TrustDomainUri(identity.trust_domain), ToAbsl(kUserPath), identity.user.value(),
                      ToAbsl(kDevicePath), identity.device.value());
}

std::string TrustDomainUri(std::string_view trust_domain) {
  return absl::StrCat(ToAbsl(kScheme), ToAbsl(trust_domain));
}

bool IsTrustDomain(std::string_view name) {
  return !name.empty() && name.size() <= kTrustDomainBytes && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  });
}

bool IsIdentityRange(UserId user, DeviceId device) {
  return user && user.value() < kUserIdBound && device && device.value() < kIdBound;
}

}  // namespace conclave::auth
