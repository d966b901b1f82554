// Who gets through the handshake, and how it is protected.
#include <gmock/gmock.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/auth/authority.h"
#include "tests/support/scenario.h"

namespace conclave::testing {
namespace {

// A moment long ago, for certificates that have expired.
class PastClock : public Clock {
 public:
  [[nodiscard]] TimeUs NowUs() const override { return SystemClock().NowUs() - absl::ToInt64Microseconds(kAgo); }
  [[nodiscard]] absl::Duration Monotonic() const override { return SystemClock().Monotonic(); }

 private:
  static constexpr absl::Duration kAgo = absl::Hours(24 * 365);
};

class TlsTest : public Scenario {
 protected:
  // Alice's identity, on a running server.
  void SetUp() override { alice_ = Enters("alice").identity(); }

  // The same person according to some other authority.
  Identity Forged(const auth::Authority& authority, UserId user, DeviceId device) const {
    const auto credential = authority.IssueDeviceCertificate({authority.trust_domain(), user, device}, "alice");
    EXPECT_TRUE(credential.ok()) << credential.status();
    Identity forged = alice_;
    forged.key = credential->key_pem;
    forged.certificate = credential->cert_pem;
    return forged;
  }

  // The server's own authority, from its data directory, at some moment.
  auth::Authority ServersAuthority(const Clock& clock) {
    auto authority = auth::Authority::Open({.key_pem = ReadFile(server().data_dir() / "ca" / "authority.key"),
                                            .cert_pem = ReadFile(server().data_dir() / "ca" / "authority.crt")},
                                           clock);
    EXPECT_TRUE(authority.ok()) << authority.status();
    return *std::move(authority);
  }

  // How a stream opened with these credentials ends.
  grpc::Status Tries(const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
    grpc::ClientContext context;
    const auto channel = grpc::CreateChannel(server().address(), credentials);
    const auto stub = v1::RoomService::NewStub(channel);
    v1::ListRoomsResponse response;
    return stub->ListRooms(&context, v1::ListRoomsRequest(), &response);
  }

  static std::shared_ptr<grpc::ChannelCredentials> CredentialsOf(const Identity& identity) {
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = identity.authority;
    options.pem_private_key = identity.key;
    options.pem_cert_chain = identity.certificate;
    return grpc::SslCredentials(options);
  }

  // A handshake of openssl's with alice's certificate; true when it came about.
  bool Handshakes(const std::vector<std::string>& options) {
    std::vector<std::string> command = {"openssl",
                                        "s_client",
                                        "-connect",
                                        server().address(),
                                        "-alpn",
                                        "h2",
                                        "-CAfile",
                                        (alice_.directory / "authority.pem").string(),
                                        "-cert",
                                        (alice_.directory / "cert.pem").string(),
                                        "-key",
                                        (alice_.directory / "key.pem").string(),
                                        "-verify_return_error"};
    command.insert(command.end(), options.begin(), options.end());
    const Finished finished = RunToEnd(command);
    const bool agreed = !absl::StrContains(finished.output, "Cipher is (NONE)") &&
                        absl::StrContains(finished.output, "Verify return code: 0");
    EXPECT_TRUE(absl::StrContains(finished.output, "Cipher is")) << finished.output << finished.error_output;
    return agreed && finished.exit == Exit{.code = 0};
  }

  Identity alice_;
};

TEST_F(TlsTest, TheRightCertificateGetsIn) { EXPECT_TRUE(Tries(CredentialsOf(alice_)).ok()); }

TEST_F(TlsTest, WithoutACertificateTheHandshakeFails) {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = alice_.authority;
  EXPECT_EQ(Tries(grpc::SslCredentials(options)).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, ACertificateOfAnotherAuthorityFailsInTheHandshake) {
  const auto authority = auth::Authority::Create("foreign", SystemClock());
  ASSERT_TRUE(authority.ok());
  const Identity forged = Forged(*authority, alice_.user, alice_.device);
  EXPECT_EQ(Tries(CredentialsOf(forged)).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, AnExpiredCertificateFailsInTheHandshake) {
  const PastClock past;
  auth::Authority authority = ServersAuthority(past);
  const Identity expired = Forged(authority, alice_.user, alice_.device);
  EXPECT_EQ(Tries(CredentialsOf(expired)).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, ACertificateForADeviceThatIsNotRegisteredIsRefusedWithItsReason) {
  const Identity unknown = Forged(ServersAuthority(SystemClock()), alice_.user, DeviceId(alice_.device.value() + 1000));
  const grpc::Status status = Tries(CredentialsOf(unknown));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(ErrorOf(status).reason(), v1::REASON_UNKNOWN_DEVICE);
}

TEST_F(TlsTest, ACertificateThatNamesAnotherUsersDeviceIsRefused) {
  const Identity bob = IdentityOf("bob");
  const Identity mixed = Forged(ServersAuthority(SystemClock()), alice_.user, bob.device);
  EXPECT_EQ(Tries(CredentialsOf(mixed)).error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(TlsTest, TheServersOwnCertificateIsNoIdentity) {
  Identity server_itself = alice_;
  server_itself.key = ReadFile(server().data_dir() / "tls" / "server.key");
  server_itself.certificate = ReadFile(server().data_dir() / "tls" / "server.crt");
  EXPECT_FALSE(Tries(CredentialsOf(server_itself)).ok());
}

TEST_F(TlsTest, PlaintextIsRefused) {
  EXPECT_EQ(Tries(grpc::InsecureChannelCredentials()).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, OldVersionsOfTlsAreRefused) {
  EXPECT_TRUE(Handshakes({"-tls1_2"}) || Handshakes({"-tls1_3"}));
  EXPECT_FALSE(Handshakes({"-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"}));
  EXPECT_FALSE(Handshakes({"-tls1", "-cipher", "DEFAULT@SECLEVEL=0"}));
}

TEST_F(TlsTest, OnVersion12OnlyEphemeralKeysAndAuthenticatedCiphersAreTaken) {
  EXPECT_TRUE(Handshakes({"-tls1_3"}));
  for (const char* cipher : {"ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384", "ECDHE-ECDSA-AES128-SHA256",
                             "AES128-GCM-SHA256", "AES256-SHA", "NULL-SHA256"}) {
    EXPECT_FALSE(Handshakes({"-tls1_2", "-cipher", absl::StrCat(cipher, "@SECLEVEL=0")})) << cipher;
  }
}

}  // namespace
}  // namespace conclave::testing
