#include "server/identity_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "server/ops/files.h"
#include "tests/unit/ops/temp_dir.h"

namespace conclave {
namespace {

namespace fs = std::filesystem;

class IdentityFilesTest : public ::testing::Test {
 protected:
  [[nodiscard]] static unsigned ModeOf(const fs::path& path) {
    return static_cast<unsigned>(fs::status(path).permissions());
  }

  TempDir temp_;
  fs::path out_ = temp_.path() / "clients/alice";
  IdentityFiles alice_{.identity = {"conclave-0123456789abcdef", UserId(7), DeviceId(11)},
                       .credential = {.key_pem = "the key\n", .cert_pem = "the certificate\n"},
                       .authority_pem = "the authority\n",
                       .server = "127.0.0.1:7443",
                       .user_name = "alice",
                       .device_name = "the \"best\" laptop"};
};

TEST_F(IdentityFilesTest, ClientFindsAllItNeeds) {
  ASSERT_TRUE(WriteIdentity(out_, alice_).ok());
  EXPECT_EQ(ops::ReadFile(out_ / "key.pem").value(), "the key\n");
  EXPECT_EQ(ops::ReadFile(out_ / "cert.pem").value(), "the certificate\n");
  EXPECT_EQ(ops::ReadFile(out_ / "authority.pem").value(), "the authority\n");
  EXPECT_THAT(ops::ReadFile(out_ / "identity.toml").value(), testing::EndsWith(R"(
server = "127.0.0.1:7443"
user = "alice"
user_id = 7
device = "the \"best\" laptop"
device_id = 11
trust_domain = "conclave-0123456789abcdef"
)"));
  EXPECT_EQ(ModeOf(out_), 0700U);
  EXPECT_EQ(ModeOf(out_ / "key.pem"), 0600U);
}

TEST_F(IdentityFilesTest, ExistingIdentityIsNotOverwritten) {
  ASSERT_TRUE(WriteIdentity(out_, alice_).ok());
  alice_.credential.key_pem = "another key\n";
  const absl::Status status = WriteIdentity(out_, alice_);
  EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(status.message(),
            out_.string() + " exists already and is not empty; choose a directory that does not exist yet.");
  EXPECT_EQ(ops::ReadFile(out_ / "key.pem").value(), "the key\n");
}

TEST_F(IdentityFilesTest, NothingIsLeftOfAnIdentityThatCouldNotBeWritten) {
  ASSERT_TRUE(WriteIdentity(out_, alice_).ok());
  ASSERT_FALSE(WriteIdentity(out_, alice_).ok());
  EXPECT_EQ(std::distance(fs::directory_iterator(out_.parent_path()), fs::directory_iterator()), 1);
}

}  // namespace
}  // namespace conclave
