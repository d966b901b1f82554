#include "client/identity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "server/auth/authority.h"
#include "server/core/clock.h"

namespace conclave::client {
namespace {

using ::testing::HasSubstr;

constexpr char kToml[] = R"(server = "chat.example:7443"
user = "alice"
user_id = 1
device = "laptop"
device_id = 9007199254740991
trust_domain = "conclave-test"
)";

auth::Authority MakeAuthority() { return *auth::Authority::Create("A test", SystemClock()); }

auth::Credential MakeDevice(const auth::Authority& authority, absl::Duration lifetime = auth::kDeviceLifetime) {
  return *authority.IssueDeviceCertificate({authority.trust_domain(), UserId(1), DeviceId(1)}, "alice", lifetime);
}

class IdentityTest : public ::testing::Test {
 protected:
  IdentityTest() : authority_(MakeAuthority()), device_(MakeDevice(authority_)) {
    std::string name = (std::filesystem::temp_directory_path() / "identity-XXXXXX").string();
    directory_ = mkdtemp(name.data());
    Writes("identity.toml", kToml);
    Writes("key.pem", device_.key_pem);
    Writes("cert.pem", device_.cert_pem);
    Writes("authority.pem", *authority_.certificate().ToPem());
  }
  ~IdentityTest() override { std::filesystem::remove_all(directory_); }

  void Writes(const char* file, const std::string& text) { std::ofstream(directory_ / file) << text; }

  // The sentence of a load that fails with that code.
  std::string Fails(absl::StatusCode code, TimeUs now = SystemClock().NowUs()) {
    const auto identity = LoadIdentity(directory_, now);
    EXPECT_EQ(identity.status().code(), code) << identity.status();
    return std::string(identity.status().message());
  }

  auth::Authority authority_;
  auth::Credential device_;
  std::filesystem::path directory_;
};

TEST_F(IdentityTest, LoadsEverything) {
  const auto identity = LoadIdentity(directory_, SystemClock().NowUs());
  ASSERT_TRUE(identity.ok()) << identity.status();
  EXPECT_EQ(identity->server, "chat.example:7443");
  EXPECT_EQ(identity->user, "alice");
  EXPECT_EQ(identity->user_id, UserId(1));
  EXPECT_EQ(identity->device_id, DeviceId(kIdBound - 1));
  EXPECT_EQ(identity->key, device_.key_pem);
  EXPECT_GT(identity->expires, SystemClock().NowUs());
}

TEST_F(IdentityTest, MissingDirectoryIsNamed) {
  std::filesystem::remove_all(directory_);
  EXPECT_THAT(Fails(absl::StatusCode::kNotFound), HasSubstr("There is no identity directory " + directory_.string()));
}

TEST_F(IdentityTest, EachMissingFileIsNamed) {
  for (const char* file : {"identity.toml", "key.pem", "cert.pem", "authority.pem"}) {
    std::filesystem::rename(directory_ / file, directory_ / "away");
    EXPECT_THAT(Fails(absl::StatusCode::kNotFound), HasSubstr(file));
    std::filesystem::rename(directory_ / "away", directory_ / file);
  }
}

TEST_F(IdentityTest, EachDamagedFileIsNamed) {
  for (const char* file : {"identity.toml", "key.pem", "cert.pem", "authority.pem"}) {
    std::filesystem::copy(directory_ / file, directory_ / "good");
    Writes(file, "= nothing");
    EXPECT_THAT(Fails(absl::StatusCode::kInvalidArgument), HasSubstr(file));
    std::filesystem::rename(directory_ / "good", directory_ / file);
  }
}

TEST_F(IdentityTest, EachMissingOrImpossibleKeyIsNamed) {
  const std::string toml(kToml);
  for (const char* key : {"server", "user", "user_id", "device", "device_id", "trust_domain"}) {
    std::string without = toml;
    without.replace(without.find(std::string(key) + " ="), std::string(key).size(), "x_" + std::string(key));
    Writes("identity.toml", without);
    EXPECT_THAT(Fails(absl::StatusCode::kInvalidArgument), HasSubstr("\"" + std::string(key) + "\""));
  }
  for (const char* id : {"0", "-1", "9007199254740992", "\"1\""}) {
    std::string bad = toml;
    bad.replace(bad.find("9007199254740991"), 16, id);
    Writes("identity.toml", bad);
    EXPECT_THAT(Fails(absl::StatusCode::kInvalidArgument), HasSubstr("device_id")) << id;
  }
}

TEST_F(IdentityTest, KeyOfAnotherCertificateIsRefused) {
  Writes("key.pem", MakeDevice(authority_).key_pem);
  EXPECT_THAT(Fails(absl::StatusCode::kInvalidArgument), HasSubstr("does not belong to its certificate"));
}

TEST_F(IdentityTest, ExpiredAndFutureCertificatesAreToldApart) {
  const TimeUs expires = LoadIdentity(directory_, SystemClock().NowUs())->expires;
  EXPECT_TRUE(LoadIdentity(directory_, expires - 1).ok());
  EXPECT_THAT(Fails(absl::StatusCode::kFailedPrecondition, expires), HasSubstr("expired on"));
  EXPECT_THAT(Fails(absl::StatusCode::kFailedPrecondition, SystemClock().NowUs() - 3'600'000'000),
              HasSubstr("clock may be wrong"));
}

TEST_F(IdentityTest, UnreadableFileIsNamed) {
  // A directory cannot be read as a file, whoever asks.
  std::filesystem::remove(directory_ / "key.pem");
  std::filesystem::create_directory(directory_ / "key.pem");
  EXPECT_THAT(Fails(absl::StatusCode::kPermissionDenied), HasSubstr("key.pem"));
}

}  // namespace
}  // namespace conclave::client
