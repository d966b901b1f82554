#ifndef CONCLAVE_SERVER_AUTH_AUTHORITY_H_
#define CONCLAVE_SERVER_AUTH_AUTHORITY_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/auth/certificate.h"
#include "server/auth/identity.h"
#include "server/auth/private_key.h"
#include "server/core/clock.h"

namespace conclave::auth {

// A certificate and its private key, both in PEM form.
struct Credential {
  std::string key_pem;
  std::string cert_pem;
};

inline constexpr absl::Duration kAuthorityLifetime = absl::Hours(24 * 365 * 10);
inline constexpr absl::Duration kServerLifetime = absl::Hours(24 * 825);
inline constexpr absl::Duration kDeviceLifetime = absl::Hours(24 * 30);
// Certificates are valid from so long before they are made, for machines whose clocks are behind.
inline constexpr absl::Duration kBackdating = absl::Minutes(5);

// The private certificate authority of one server: its key signs the certificates of the server and of all devices, and
// nothing else is trusted. Certificates are on P-256 and follow the SPIFFE X.509-SVID standard; each has a random
// 128-bit serial number and ends no later than the authority's own. Immutable, thread-safe.
class Authority {
 public:
  // A new one with a random trust domain, valid for kAuthorityLifetime. `common_name` is for people.
  static absl::StatusOr<Authority> Create(std::string_view common_name, const Clock& clock);

  // An existing one. INVALID_ARGUMENT when the parts cannot be read, do not belong together, or are no authority of
  // ours. Its dates are not looked at.
  static absl::StatusOr<Authority> Open(const Credential& credential, const Clock& clock);

  // For the server under `hosts`: DNS names and IP addresses, at least one. With `key` the certificate is for that key.
  [[nodiscard]] absl::StatusOr<Credential> IssueServerCertificate(
      std::span<const std::string> hosts, const std::optional<PrivateKey>& key = std::nullopt) const;

  // For a device of this trust domain, with a new key. `common_name` is for people and cut to 64 characters.
  [[nodiscard]] absl::StatusOr<Credential> IssueDeviceCertificate(const Identity& identity,
                                                                  std::string_view common_name,
                                                                  absl::Duration lifetime = kDeviceLifetime) const;

  [[nodiscard]] const std::string& trust_domain() const { return trust_domain_; }
  [[nodiscard]] const Certificate& certificate() const { return certificate_; }
  [[nodiscard]] absl::StatusOr<Credential> ToCredential() const;

 private:
  Authority(PrivateKey key, Certificate certificate, std::string trust_domain, const Clock& clock);

  PrivateKey key_;
  Certificate certificate_;
  std::string trust_domain_;
  const Clock* clock_;
};

// The trust domain an authority's certificate names. INVALID_ARGUMENT when it is no authority of ours.
absl::StatusOr<std::string> TrustDomainOf(const Certificate& authority);

}  // namespace conclave::auth

#endif  // CONCLAVE_SERVER_AUTH_AUTHORITY_H_
