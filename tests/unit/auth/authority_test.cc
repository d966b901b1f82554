#include "server/auth/authority.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/pem.h>

#include <set>
#include <string>
#include <vector>

#include "server/auth/certificate_form.h"
#include "server/auth/openssl.h"
#include "tests/unit/auth/manual_clock.h"

namespace conclave::auth {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Asks OpenSSL as a peer in a handshake would, at `time`.
int VerifyAsPeer(const Certificate& leaf, const Certificate& trusted, int purpose, absl::Time time) {
  const OpenSslPtr<X509_STORE> store(X509_STORE_new());
  const OpenSslPtr<X509_STORE_CTX> check(X509_STORE_CTX_new());
  X509_STORE_add_cert(store.get(), trusted.get());
  X509_STORE_CTX_init(check.get(), store.get(), leaf.get(), nullptr);
  X509_STORE_CTX_set_purpose(check.get(), purpose);
  X509_STORE_CTX_set_flags(check.get(), X509_V_FLAG_X509_STRICT);
  X509_STORE_CTX_set_time(check.get(), 0, absl::ToTimeT(time));
  X509_verify_cert(check.get());
  return X509_STORE_CTX_get_error(check.get());
}

std::string Extension(const Certificate& certificate, int nid) {
  const int index = X509_get_ext_by_NID(certificate.get(), nid, -1);
  if (index < 0) return "absent";
  X509_EXTENSION* extension = X509_get_ext(certificate.get(), index);
  const OpenSslPtr<BIO> out = WriteToMemory();
  X509V3_EXT_print(out.get(), extension, 0, 0);
  return (X509_EXTENSION_get_critical(extension) != 0 ? "critical " : "") + Written(*out);
}

std::string Subject(const Certificate& certificate) {
  const OpenSslPtr<BIO> out = WriteToMemory();
  X509_NAME_print_ex(out.get(), X509_get_subject_name(certificate.get()), 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  return Written(*out);
}

std::string Serial(const Certificate& certificate) {
  const OpenSslPtr<BIGNUM> number(ASN1_INTEGER_to_BN(X509_get_serialNumber(certificate.get()), nullptr));
  char* hex = BN_bn2hex(number.get());
  std::string text = hex;
  OPENSSL_free(hex);
  return text;
}

class AuthorityTest : public ::testing::Test {
 protected:
  [[nodiscard]] Identity Alice() const { return {authority_.trust_domain(), UserId(7), DeviceId(11)}; }

  [[nodiscard]] Certificate Device(absl::Duration lifetime = kDeviceLifetime) const {
    return Certificate::FromPem(authority_.IssueDeviceCertificate(Alice(), "alice laptop", lifetime)->cert_pem).value();
  }
  [[nodiscard]] Certificate Server(std::vector<std::string> hosts = {"chat.example.org", "192.0.2.1", "::1"}) const {
    return Certificate::FromPem(authority_.IssueServerCertificate(hosts)->cert_pem).value();
  }

  ManualClock clock_;
  Authority authority_ = Authority::Create("Conclave", clock_).value();
};

TEST_F(AuthorityTest, PeersAcceptItsCertificatesForTheirPurposeOnly) {
  const Certificate& ca = authority_.certificate();
  EXPECT_EQ(VerifyAsPeer(Device(), ca, X509_PURPOSE_SSL_CLIENT, clock_.now()), X509_V_OK);
  EXPECT_EQ(VerifyAsPeer(Server(), ca, X509_PURPOSE_SSL_SERVER, clock_.now()), X509_V_OK);
  EXPECT_EQ(VerifyAsPeer(Device(), ca, X509_PURPOSE_SSL_SERVER, clock_.now()), X509_V_ERR_INVALID_PURPOSE);
  EXPECT_EQ(VerifyAsPeer(Server(), ca, X509_PURPOSE_SSL_CLIENT, clock_.now()), X509_V_ERR_INVALID_PURPOSE);
}

TEST_F(AuthorityTest, PeersRefuseCertificatesOfAnotherAuthorityOfTheSameName) {
  const Authority other = Authority::Create("Conclave", clock_).value();
  EXPECT_NE(other.trust_domain(), authority_.trust_domain());
  EXPECT_EQ(VerifyAsPeer(Device(), other.certificate(), X509_PURPOSE_SSL_CLIENT, clock_.now()),
            X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
}

TEST_F(AuthorityTest, DeviceCannotSignCertificates) {
  const Credential device = authority_.IssueDeviceCertificate(Alice(), "alice").value();
  EXPECT_THAT(Authority::Open(device, clock_).status().message(),
              HasSubstr("not the certificate of a Conclave authority"));
  EXPECT_EQ(VerifyAsPeer(Device(), Device(), X509_PURPOSE_SSL_CLIENT, clock_.now()),
            X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
}

TEST_F(AuthorityTest, NamingATrustDomainMakesNoAuthority) {
  const PrivateKey key = PrivateKey::Generate().value();
  const CertificateForm form{.role = Role::kDevice,
                             .common_name = "Conclave",
                             .uris = {TrustDomainUri(authority_.trust_domain())},
                             .not_before = clock_.NowUs(),
                             .not_after = clock_.NowUs() + 60'000'000};
  const Certificate impostor = Sign(form, key, nullptr, key).value();
  EXPECT_FALSE(TrustDomainOf(impostor).ok());
  EXPECT_TRUE(TrustDomainOf(authority_.certificate()).ok());
}

TEST_F(AuthorityTest, CertificatesAreValidFromFiveMinutesAgoToTheSecondOfTheirEnd) {
  const Certificate device = Device(absl::Hours(1));
  const auto verify_at = [&](absl::Duration after) {
    return VerifyAsPeer(device, authority_.certificate(), X509_PURPOSE_SSL_CLIENT, clock_.now() + after);
  };
  EXPECT_EQ(verify_at(-absl::Minutes(5)), X509_V_OK);
  EXPECT_EQ(verify_at(-absl::Minutes(5) - absl::Seconds(1)), X509_V_ERR_CERT_NOT_YET_VALID);
  EXPECT_EQ(verify_at(absl::Hours(1) - absl::Seconds(1)), X509_V_OK);
  EXPECT_EQ(verify_at(absl::Hours(1) + absl::Seconds(1)), X509_V_ERR_CERT_HAS_EXPIRED);
  EXPECT_EQ(device.not_before(), absl::ToUnixMicros(clock_.now() - absl::Minutes(5)));
  EXPECT_EQ(device.not_after(), absl::ToUnixMicros(clock_.now() + absl::Hours(1)));
}

TEST_F(AuthorityTest, ExtensionsAreThoseOfSpiffe) {
  const Certificate& ca = authority_.certificate();
  EXPECT_EQ(Extension(ca, NID_basic_constraints), "critical CA:TRUE, pathlen:0");
  EXPECT_EQ(Extension(ca, NID_key_usage), "critical Certificate Sign, CRL Sign");
  EXPECT_EQ(Extension(ca, NID_ext_key_usage), "absent");
  EXPECT_THAT(ca.uris(), ElementsAre("spiffe://" + authority_.trust_domain()));
  EXPECT_THAT(authority_.trust_domain(), ::testing::MatchesRegex("conclave-[0-9a-f]{16}"));

  for (const Certificate& leaf : {Device(), Server()}) {
    EXPECT_EQ(Extension(leaf, NID_basic_constraints), "critical CA:FALSE");
    EXPECT_EQ(Extension(leaf, NID_key_usage), "critical Digital Signature");
    EXPECT_EQ(Extension(leaf, NID_authority_key_identifier), Extension(ca, NID_subject_key_identifier));
    EXPECT_NE(Extension(leaf, NID_subject_key_identifier), Extension(ca, NID_subject_key_identifier));
  }
  EXPECT_EQ(Extension(Device(), NID_ext_key_usage), "TLS Web Client Authentication");
  EXPECT_EQ(Extension(Server(), NID_ext_key_usage), "TLS Web Server Authentication");
}

TEST_F(AuthorityTest, DeviceIsNamedByOneUri) {
  const Certificate device = Device();
  EXPECT_THAT(device.uris(), ElementsAre(IdentityUri(Alice())));
  EXPECT_THAT(device.hosts(), ElementsAre());
  EXPECT_EQ(ParseIdentity(device.uris(), authority_.trust_domain()).value(), Alice());
}

TEST_F(AuthorityTest, ServerIsNamedByHostsAndAddresses) {
  const Certificate server = Server({"Chat.example.org", "192.0.2.1", "2001:DB8::0:1"});
  EXPECT_THAT(server.hosts(), ElementsAre("chat.example.org", "192.0.2.1", "2001:db8::1"));
  EXPECT_THAT(server.uris(), ElementsAre());
  EXPECT_EQ(X509_check_host(server.get(), "chat.example.org", 0, 0, nullptr), 1);
  EXPECT_EQ(X509_check_ip_asc(server.get(), "192.0.2.1", 0), 1);
  EXPECT_EQ(X509_check_ip_asc(server.get(), "2001:db8::1", 0), 1);
  EXPECT_EQ(X509_check_host(server.get(), "other.example.org", 0, 0, nullptr), 0);
}

TEST_F(AuthorityTest, SerialNumbersHave128BitsAndAreNeverTheSame) {
  std::set<std::string> serials;
  for (int i = 0; i < 20; ++i) serials.insert(Serial(Device()));
  EXPECT_EQ(serials.size(), 20U);
  for (const std::string& serial : serials) EXPECT_EQ(serial.size(), 32U) << serial;
}

TEST_F(AuthorityTest, KeysAreOnP256) {
  const Credential device = authority_.IssueDeviceCertificate(Alice(), "alice").value();
  const PrivateKey key = PrivateKey::FromPem(device.key_pem).value();
  EXPECT_EQ(EVP_PKEY_get_bits(key.get()), 256);
  EXPECT_EQ(EVP_PKEY_get_base_id(key.get()), EVP_PKEY_EC);
  EXPECT_THAT(device.key_pem, HasSubstr("BEGIN PRIVATE KEY"));
}

TEST_F(AuthorityTest, ReopenedAuthorityGoesOnSigning) {
  const Authority reopened = Authority::Open(authority_.ToCredential().value(), clock_).value();
  EXPECT_EQ(reopened.trust_domain(), authority_.trust_domain());
  const auto device = reopened.IssueDeviceCertificate(Alice(), "alice");
  EXPECT_TRUE(Certificate::FromPem(device->cert_pem)->VerifySignedBy(authority_.certificate(), Purpose::kDevice).ok());
}

TEST_F(AuthorityTest, PartsThatDoNotBelongTogetherAreNotOpened) {
  const Credential own = authority_.ToCredential().value();
  const Credential other = Authority::Create("Conclave", clock_)->ToCredential().value();
  const auto message = [&](const Credential& credential) {
    return std::string(Authority::Open(credential, clock_).status().message());
  };
  EXPECT_THAT(message({other.key_pem, own.cert_pem}), HasSubstr("key does not belong to the certificate"));
  EXPECT_THAT(message({"", own.cert_pem}), HasSubstr("not an unencrypted private key in PEM form"));
  EXPECT_THAT(message({own.key_pem, "rubbish"}), HasSubstr("not a certificate in PEM form"));
}

TEST_F(AuthorityTest, CertificateCanBeMadeForAnExistingKey) {
  const PrivateKey key = PrivateKey::Generate().value();
  const Credential server = authority_.IssueServerCertificate(std::vector<std::string>{"localhost"}, key).value();
  EXPECT_EQ(server.key_pem, key.ToPem().value());
  EXPECT_TRUE(Certificate::FromPem(server.cert_pem)->Matches(key));
  EXPECT_FALSE(Certificate::FromPem(server.cert_pem)->Matches(PrivateKey::Generate().value()));
}

TEST_F(AuthorityTest, NothingOutlivesTheAuthority) {
  clock_.Advance(kAuthorityLifetime - absl::Hours(1));
  EXPECT_EQ(Device().not_after(), authority_.certificate().not_after());
  EXPECT_EQ(Server().not_after(), authority_.certificate().not_after());
  clock_.Advance(absl::Hours(2));
  EXPECT_THAT(authority_.IssueDeviceCertificate(Alice(), "alice").status().message(), HasSubstr("has expired"));
}

TEST_F(AuthorityTest, RequestsThatCannotBeMetAreRefused) {
  EXPECT_FALSE(authority_.IssueServerCertificate({}).ok());
  EXPECT_FALSE(authority_.IssueServerCertificate(std::vector<std::string>{"localhost", "not a host"}).ok());
  EXPECT_FALSE(authority_.IssueDeviceCertificate(Alice(), "alice", absl::ZeroDuration()).ok());
  EXPECT_TRUE(authority_.IssueDeviceCertificate(Alice(), "alice", absl::InfiniteDuration()).ok());
  const auto issue = [&](std::string domain, std::uint32_t user, std::uint64_t device) {
    return authority_.IssueDeviceCertificate({std::move(domain), UserId(user), DeviceId(device)}, "x").ok();
  };
  EXPECT_FALSE(issue("example.org", 1, 1));
  EXPECT_FALSE(issue(authority_.trust_domain(), 0, 1));
  EXPECT_FALSE(issue(authority_.trust_domain(), kUserIdBound, 1));
  EXPECT_FALSE(issue(authority_.trust_domain(), 1, 0));
  EXPECT_FALSE(issue(authority_.trust_domain(), 1, kIdBound));
  EXPECT_TRUE(issue(authority_.trust_domain(), kUserIdBound - 1, kIdBound - 1));
}

TEST_F(AuthorityTest, CommonNameIsCutTo64Characters) {
  std::string umlauts;
  for (int i = 0; i < 70; ++i) umlauts += "ü";
  const auto device = authority_.IssueDeviceCertificate(Alice(), umlauts);
  ASSERT_TRUE(device.ok()) << device.status();
  EXPECT_EQ(Subject(Certificate::FromPem(device->cert_pem).value()),
            "CN=" + umlauts.substr(0, 128) + ",O=" + authority_.trust_domain());
}

TEST_F(AuthorityTest, CertificateKnowsWhoSignedIt) {
  const Authority other = Authority::Create("Conclave", clock_).value();
  EXPECT_TRUE(Device().VerifySignedBy(authority_.certificate(), Purpose::kDevice).ok());
  EXPECT_TRUE(Server().VerifySignedBy(authority_.certificate(), Purpose::kServer).ok());
  EXPECT_FALSE(Server().VerifySignedBy(other.certificate(), Purpose::kServer).ok());
  EXPECT_FALSE(Device().VerifySignedBy(authority_.certificate(), Purpose::kServer).ok());
}

TEST_F(AuthorityTest, WhoSignedItDoesNotDependOnTheDate) {
  clock_.Advance(-3 * kAuthorityLifetime);
  const Authority old = Authority::Create("Conclave", clock_).value();
  const Credential device = old.IssueDeviceCertificate({old.trust_domain(), UserId(1), DeviceId(1)}, "x").value();
  EXPECT_TRUE(Certificate::FromPem(device.cert_pem)->VerifySignedBy(old.certificate(), Purpose::kDevice).ok());
}

TEST_F(AuthorityTest, EncryptedKeyIsRefusedWithoutAsking) {
  const PrivateKey key = PrivateKey::Generate().value();
  const OpenSslPtr<BIO> out = WriteToMemory();
  const unsigned char passphrase[] = "secret";
  ASSERT_EQ(PEM_write_bio_PrivateKey(out.get(), key.get(), EVP_aes_256_cbc(), passphrase, 6, nullptr, nullptr), 1);
  EXPECT_THAT(PrivateKey::FromPem(Written(*out)).status().message(), HasSubstr("not an unencrypted private key"));
}

}  // namespace
}  // namespace conclave::auth
