#include "server/auth/authority.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "server/auth/certificate_form.h"
#include "server/auth/host_name.h"
#include "server/core/random.h"
#include "server/core/refusal.h"
#include "server/core/strings.h"

namespace conclave::auth {
namespace {

std::string RandomTrustDomain() {
  return absl::StrCat("conclave-", absl::Hex(SystemRandom().Next(), absl::kZeroPad16));
}

void SetLifetime(CertificateForm& form, TimeUs now, absl::Duration lifetime) {
  form.not_before = now - absl::ToInt64Microseconds(kBackdating);
  form.not_after = now + absl::ToInt64Microseconds(lifetime);
}

absl::StatusOr<Credential> CredentialOf(const PrivateKey& key, const Certificate& certificate) {
  Credential credential;
  CONCLAVE_ASSIGN_OR_RETURN(credential.key_pem, key.ToPem());
  CONCLAVE_ASSIGN_OR_RETURN(credential.cert_pem, certificate.ToPem());
  return credential;
}

// Fills in the dates of what an authority signs.
absl::Status SetLifetimeUnder(const Certificate& authority, CertificateForm& form, TimeUs now,
                              absl::Duration lifetime) {
  if (lifetime <= absl::ZeroDuration()) return absl::InvalidArgumentError("A certificate's lifetime must be above 0.");
  if (now > authority.not_after()) return absl::FailedPreconditionError("The certificate authority has expired.");
  SetLifetime(form, now, std::min(lifetime, kAuthorityLifetime));
  form.not_after = std::min(form.not_after, authority.not_after());
  return absl::OkStatus();
}

}  // namespace

Authority::Authority(PrivateKey key, Certificate certificate, std::string trust_domain, const Clock& clock)
    : key_(std::move(key)),
      certificate_(std::move(certificate)),
      trust_domain_(std::move(trust_domain)),
      clock_(&clock) {}

absl::StatusOr<Authority> Authority::Create(std::string_view common_name, const Clock& clock) {
  const std::string trust_domain = RandomTrustDomain();
  CertificateForm form{.role = Role::kAuthority,
                       .common_name = std::string(common_name),
                       .organisation = trust_domain,
                       .uris = {TrustDomainUri(trust_domain)}};
  SetLifetime(form, clock.NowUs(), kAuthorityLifetime);
  CONCLAVE_ASSIGN_OR_RETURN(const PrivateKey key, PrivateKey::Generate());
  CONCLAVE_ASSIGN_OR_RETURN(Certificate certificate, Sign(form, key, nullptr, key));
  return Authority(key, std::move(certificate), trust_domain, clock);
}

absl::StatusOr<Authority> Authority::Open(const Credential& credential, const Clock& clock) {
  CONCLAVE_ASSIGN_OR_RETURN(PrivateKey key, PrivateKey::FromPem(credential.key_pem));
  CONCLAVE_ASSIGN_OR_RETURN(Certificate certificate, Certificate::FromPem(credential.cert_pem));
  CONCLAVE_ASSIGN_OR_RETURN(std::string trust_domain, TrustDomainOf(certificate));
  if (!certificate.Matches(key)) {
    return absl::InvalidArgumentError("the key does not belong to the certificate");
  }
  return Authority(std::move(key), std::move(certificate), std::move(trust_domain), clock);
}

absl::StatusOr<Credential> Authority::IssueServerCertificate(std::span<const std::string> hosts,
                                                             const std::optional<PrivateKey>& key) const {
  if (hosts.empty()) return absl::InvalidArgumentError("A server's certificate needs a host name or address.");
  CertificateForm form{.role = Role::kServer, .common_name = hosts.front(), .organisation = trust_domain_};
  for (const std::string& host : hosts) {
    CONCLAVE_ASSIGN_OR_RETURN(HostName name, ParseHostName(host));
    form.hosts.push_back(std::move(name));
  }
  CONCLAVE_RETURN_IF_ERROR(SetLifetimeUnder(certificate_, form, clock_->NowUs(), kServerLifetime));
  auto subject = key ? absl::StatusOr<PrivateKey>(*key) : PrivateKey::Generate();
  if (!subject.ok()) return subject.status();
  CONCLAVE_ASSIGN_OR_RETURN(const Certificate certificate, Sign(form, *subject, &certificate_, key_));
  return CredentialOf(*subject, certificate);
}

absl::StatusOr<Credential> Authority::IssueDeviceCertificate(const Identity& identity, std::string_view common_name,
                                                             absl::Duration lifetime) const {
  if (identity.trust_domain != trust_domain_) {
    return absl::InvalidArgumentError("The identity belongs to another trust domain than the authority.");
  }
  if (!IsIdentityRange(identity.user, identity.device)) {
    return absl::InvalidArgumentError("The identity's user or device number is out of range.");
  }
  CertificateForm form{.role = Role::kDevice,
                       .common_name = std::string(common_name),
                       .organisation = trust_domain_,
                       .uris = {IdentityUri(identity)}};
  CONCLAVE_RETURN_IF_ERROR(SetLifetimeUnder(certificate_, form, clock_->NowUs(), lifetime));
  CONCLAVE_ASSIGN_OR_RETURN(const PrivateKey subject, PrivateKey::Generate());
  CONCLAVE_ASSIGN_OR_RETURN(const Certificate certificate, Sign(form, subject, &certificate_, key_));
  return CredentialOf(subject, certificate);
}

absl::StatusOr<Credential> Authority::ToCredential() const { return CredentialOf(key_, certificate_); }

absl::StatusOr<std::string> TrustDomainOf(const Certificate& authority) {
  const std::string scheme = TrustDomainUri("");
  const bool names_one = authority.uris().size() == 1 && authority.uris().front().starts_with(scheme);
  std::string domain = names_one ? authority.uris().front().substr(scheme.size()) : std::string();
  if (!authority.IsAuthority() || !IsTrustDomain(domain)) {
    return absl::InvalidArgumentError("not the certificate of a Conclave authority");
  }
  return domain;
}

}  // namespace conclave::auth
