// Who a certificate says somebody is. The first byte says what the rest is: URIs, a line each; a text in PEM form; or
// changes to a certificate that was issued properly, three bytes each: where (two bytes) and what.
#include <openssl/x509.h>

#include <string>

#include "absl/strings/str_split.h"
#include "server/auth/authority.h"
#include "server/core/clock.h"
#include "server/core/strings.h"
#include "tests/client/fake_time.h"
#include "tests/fuzz/fuzz.h"

namespace conclave::fuzz {
namespace {

constexpr char kTrustDomain[] = "conclave.test";

void CheckUris(const std::vector<std::string>& uris, std::string_view trust_domain) {
  const auto identity = auth::ParseIdentity(uris, trust_domain);
  if (!identity.ok()) return;
  Require(uris.size() == 1, "there is one URI");
  Require(identity->trust_domain == trust_domain, "it is of this trust domain");
  Require(auth::IsIdentityRange(identity->user, identity->device), "its ids are ids");
  Require(auth::IdentityUri(*identity) == uris.front(), "there is one way to write it");
}

void CheckCertificate(const auth::Certificate& certificate, const auth::Authority& authority) {
  CheckUris(certificate.uris(), authority.trust_domain());
  for (const std::string& host : certificate.hosts()) Require(host.size() <= 65'536, "hosts are as large as they came");
  certificate.VerifySignedBy(authority.certificate(), auth::Purpose::kDevice).IgnoreError();
  static_cast<void>(certificate.IsAuthority());
}

// The bytes of a certificate of ours, and who signed it.
struct Issued {
  Issued() {
    const auto credential = authority.IssueDeviceCertificate(
        {.trust_domain = authority.trust_domain(), .user = UserId(1), .device = DeviceId(2)}, "alice/laptop");
    const auto certificate = auth::Certificate::FromPem(credential->cert_pem);
    unsigned char* bytes = nullptr;
    const int size = i2d_X509(certificate->get(), &bytes);
    der.assign(bytes, bytes + size);
    OPENSSL_free(bytes);
  }

  const testing::FakeClock clock;
  const auth::Authority authority = *auth::Authority::Create("test", clock);
  std::string der;
};

void CheckChanged(const Issued& issued, std::string_view changes) {
  std::string der = issued.der;
  for (; changes.size() >= 3; changes.remove_prefix(3)) {
    const std::size_t at =
        std::size_t{static_cast<unsigned char>(changes[0])} * 256 + static_cast<unsigned char>(changes[1]);
    der[at % der.size()] = changes[2];
  }
  const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
  const std::shared_ptr<X509> x509(d2i_X509(nullptr, &bytes, static_cast<long>(der.size())), &X509_free);
  if (x509 == nullptr) return;
  const auto certificate = auth::Certificate::FromX509(x509);
  if (!certificate.ok()) return;
  CheckCertificate(*certificate, issued.authority);
  const bool trusted = certificate->VerifySignedBy(issued.authority.certificate(), auth::Purpose::kDevice).ok();
  if (!trusted) return;
  const auto identity = auth::ParseIdentity(certificate->uris(), issued.authority.trust_domain());
  Require(identity.ok() && identity->user == UserId(1) && identity->device == DeviceId(2),
          "what the authority signed says what it signed");
}

void Run(std::string_view input) {
  static const Issued issued;
  if (input.empty()) return;
  const std::string_view rest = input.substr(1);
  switch (input.front() % 3) {
    case 0:
      return CheckUris(std::vector<std::string>(absl::StrSplit(ToAbsl(rest), '\n')), kTrustDomain);
    case 1: {
      const auto certificate = auth::Certificate::FromPem(rest);
      if (certificate.ok()) CheckCertificate(*certificate, issued.authority);
      return;
    }
    default:
      return CheckChanged(issued, rest);
  }
}

}  // namespace
}  // namespace conclave::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  conclave::fuzz::Run(conclave::fuzz::ToView(data, size));
  return 0;
}
