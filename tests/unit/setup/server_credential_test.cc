#include "server/server_credential.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "server/ops/files.h"
#include "server/setup.h"
#include "tests/unit/auth/manual_clock.h"
#include "tests/unit/ops/temp_dir.h"

namespace conclave {
namespace {

namespace fs = std::filesystem;

// A server that does not start says why in one sentence.
class ServerCredentialTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(Initialise({.data_dir = dir_.path()}, clock_).ok()); }

  [[nodiscard]] std::string Refusal() const {
    const auto credential = LoadServerCredential(dir_.path(), clock_);
    if (credential.ok()) return "starts";
    EXPECT_EQ(credential.status().code(), absl::StatusCode::kFailedPrecondition);
    return std::string(credential.status().message());
  }
  void ReplaceServerCredential(const auth::Credential& credential) const {
    std::ofstream(dir_.server_key()) << credential.key_pem;
    std::ofstream(dir_.server_certificate()) << credential.cert_pem;
  }

  TempDir temp_;
  DataDir dir_{temp_.path() / "data"};
  ManualClock clock_;
  const std::string init_ = "run: conclaved init --data-dir " + dir_.path().string();
  const std::string certificate_ = "The server's certificate " + dir_.server_certificate().string();
  const std::string key_ = "The server's key " + dir_.server_key().string();
  const std::string authority_ = "The authority's certificate " + dir_.authority_certificate().string();
};

TEST_F(ServerCredentialTest, SetUpServerStarts) { EXPECT_EQ(Refusal(), "starts"); }

TEST_F(ServerCredentialTest, MissingDirectory) {
  fs::remove_all(dir_.path());
  EXPECT_EQ(Refusal(), "The data directory " + dir_.path().string() + " does not exist; " + init_);
  fs::create_directory(dir_.path());
  EXPECT_EQ(Refusal(), "The data directory " + dir_.path().string() + " is not set up; " + init_);
}

TEST_F(ServerCredentialTest, MissingFiles) {
  fs::remove(dir_.server_key());
  EXPECT_EQ(Refusal(), key_ + " is missing; " + init_);
  fs::remove(dir_.server_certificate());
  EXPECT_EQ(Refusal(), certificate_ + " is missing; " + init_);
  fs::remove(dir_.authority_certificate());
  EXPECT_EQ(Refusal(), authority_ + " is missing; restore it from a backup.");
}

TEST_F(ServerCredentialTest, ServerDoesNotNeedTheAuthoritysKey) {
  fs::remove(dir_.authority_key());
  EXPECT_EQ(Refusal(), "starts");
}

TEST_F(ServerCredentialTest, FilesThatCannotBeRead) {
  fs::remove(dir_.server_key());
  fs::create_directory(dir_.server_key());
  EXPECT_EQ(Refusal(), "The server's key cannot be read: cannot read " + dir_.server_key().string() +
                           ": Is a directory; the user that runs the server must be able to read it.");
}

TEST_F(ServerCredentialTest, DamagedFiles) {
  std::ofstream(dir_.server_key()) << "rubbish";
  EXPECT_THAT(Refusal(), testing::StartsWith(key_ + " is damaged (not an unencrypted private key in PEM form: "));
  EXPECT_THAT(Refusal(), testing::EndsWith("restore it, or remove it and " + init_));
  std::ofstream(dir_.server_certificate()) << "";
  EXPECT_EQ(Refusal(), certificate_ + " is damaged (not a certificate in PEM form: no start line); " + init_);
  std::ofstream(dir_.authority_certificate()) << "rubbish";
  EXPECT_EQ(Refusal(),
            authority_ + " is damaged (not a certificate in PEM form: no start line); restore it from a backup.");
}

TEST_F(ServerCredentialTest, KeyOfAnotherCertificate) {
  std::ofstream(dir_.server_key()) << auth::PrivateKey::Generate()->ToPem().value();
  EXPECT_EQ(Refusal(),
            key_ + " does not belong to its certificate " + dir_.server_certificate().string() + "; " + init_);
}

TEST_F(ServerCredentialTest, CertificateOfAnotherAuthority) {
  const auto other = auth::Authority::Create("Conclave", clock_);
  ReplaceServerCredential(other->IssueServerCertificate(std::vector<std::string>{"localhost"}).value());
  EXPECT_EQ(Refusal(), certificate_ + " is not one of the authority " + dir_.authority_certificate().string() +
                           " (unable to get local issuer certificate); " + init_);
}

TEST_F(ServerCredentialTest, CertificateOfADevice) {
  const auto authority = OpenAuthority(dir_.path(), clock_);
  ReplaceServerCredential(
      authority->IssueDeviceCertificate({authority->trust_domain(), UserId(1), DeviceId(1)}, "alice").value());
  EXPECT_THAT(Refusal(), testing::HasSubstr("purpose); run: "));
}

TEST_F(ServerCredentialTest, CertificateOfADeviceInPlaceOfTheAuthority) {
  std::ofstream(dir_.authority_certificate()) << ops::ReadFile(dir_.server_certificate()).value();
  EXPECT_EQ(Refusal(), authority_ +
                           " is damaged (not the certificate of a Conclave authority); restore it "
                           "from a backup.");
}

TEST_F(ServerCredentialTest, CertificateIsGoodToTheSecondOfItsEndAndThenExpired) {
  clock_.Advance(auth::kServerLifetime);
  EXPECT_EQ(Refusal(), "starts");
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(Refusal(), certificate_ + " expired on 2029-02-26 08:30:00 UTC; " + init_);
}

TEST_F(ServerCredentialTest, CertificateIsNotValidYet) {
  clock_.Advance(absl::Hours(1));
  fs::remove_all(dir_.tls());
  ASSERT_TRUE(Initialise({.data_dir = dir_.path()}, clock_).ok());
  clock_.Advance(-absl::Minutes(5));
  EXPECT_EQ(Refusal(), "starts");
  clock_.Advance(-absl::Seconds(1));
  EXPECT_EQ(Refusal(),
            certificate_ + " is not valid before 2026-11-24 09:25:00 UTC; check this machine's clock, or " + init_);
}

TEST_F(ServerCredentialTest, AuthorityIsNotValidYetOrExpired) {
  clock_.Advance(-absl::Minutes(6));
  EXPECT_EQ(Refusal(), authority_ + " is not valid before 2026-11-24 08:25:00 UTC; check this machine's clock.");
  clock_.Advance(absl::Minutes(6) + auth::kAuthorityLifetime + absl::Seconds(1));
  EXPECT_EQ(Refusal(), authority_ + " expired on 2036-11-21 08:30:00 UTC; move " + dir_.ca().string() + " and " +
                           dir_.tls().string() + " away, " + init_ + ", and make new identities for all clients.");
}

TEST_F(ServerCredentialTest, AuthorityIsOpenedWithItsOwnKeyOnly) {
  EXPECT_TRUE(OpenAuthority(dir_.path(), clock_).ok());
  std::ofstream(dir_.authority_key()) << auth::PrivateKey::Generate()->ToPem().value();
  EXPECT_EQ(OpenAuthority(dir_.path(), clock_).status().message(),
            "The authority's key " + dir_.authority_key().string() +
                " is damaged (the key does not belong to the certificate); restore it from a backup.");
}

}  // namespace
}  // namespace conclave
