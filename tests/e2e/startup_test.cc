// A server that cannot start says why in one sentence.
#include <gmock/gmock.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/auth/authority.h"
#include "tests/support/server_process.h"

namespace conclave::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;

using ::testing::Not;

// Far enough back that whatever was issued then has expired.
class LongAgo : public Clock {
 public:
  [[nodiscard]] TimeUs NowUs() const override {
    return SystemClock().NowUs() - absl::ToInt64Microseconds(absl::Hours(24 * 1000));
  }
  [[nodiscard]] absl::Duration Monotonic() const override { return SystemClock().Monotonic(); }
};

class StartupTest : public ::testing::Test {
 protected:
  // Runs a server that is to refuse; returns its sentence.
  static std::string RefusalOf(const std::vector<std::string>& command) {
    const Finished finished = RunToEnd(command);
    EXPECT_THAT(finished.exit.code.value_or(0), Not(0)) << finished.exit << "\n" << finished.error_output;
    EXPECT_THAT(finished.error_output, Not(HasSubstr("Ready")));
    std::vector<std::string> sentences;
    for (const std::string line : absl::StrSplit(finished.error_output, '\n')) {
      if (line.starts_with("conclaved: ")) sentences.push_back(line);
    }
    EXPECT_THAT(sentences, ElementsAre(EndsWith("."))) << finished.error_output;
    return sentences.empty() ? "" : sentences.front();
  }
  std::string Refusal() { return RefusalOf(server_.RunCommand()); }

  [[nodiscard]] std::filesystem::path In(std::string_view path) const { return server_.data_dir() / path; }

  auth::Authority ServersAuthority(const Clock& clock) const {
    auto authority = auth::Authority::Open(
        {.key_pem = ReadFile(In("ca/authority.key")), .cert_pem = ReadFile(In("ca/authority.crt"))}, clock);
    EXPECT_TRUE(authority.ok()) << authority.status();
    return *std::move(authority);
  }

  static auth::Credential ServerCertificate(const auth::Authority& authority) {
    const std::vector<std::string> hosts = {"127.0.0.1"};
    auto credential = authority.IssueServerCertificate(hosts);
    EXPECT_TRUE(credential.ok()) << credential.status();
    return *std::move(credential);
  }

  ServerProcess server_;
};

TEST_F(StartupTest, ThePortIsTaken) {
  ServerProcess first;
  first.Start();
  server_.ListenAt(first.address());
  EXPECT_THAT(Refusal(), HasSubstr(first.address()));
}

TEST_F(StartupTest, TheAddressIsNoneOfThisMachine) {
  server_.ListenAt("192.0.2.1:7443");
  EXPECT_THAT(Refusal(), HasSubstr("192.0.2.1:7443"));
}

TEST_F(StartupTest, TheDataDirectoryIsMissing) {
  std::filesystem::remove_all(server_.data_dir());
  EXPECT_THAT(Refusal(), AllOf(HasSubstr(server_.data_dir().string()), HasSubstr("conclaved init")));
}

TEST_F(StartupTest, TheCertificateIsMissing) {
  std::filesystem::remove(In("tls/server.crt"));
  EXPECT_THAT(Refusal(), AllOf(HasSubstr("server.crt is missing"), HasSubstr("conclaved init")));
}

TEST_F(StartupTest, TheKeyIsMissing) {
  std::filesystem::remove(In("tls/server.key"));
  EXPECT_THAT(Refusal(), HasSubstr("server.key is missing"));
}

TEST_F(StartupTest, TheAuthorityIsMissing) {
  std::filesystem::remove(In("ca/authority.crt"));
  EXPECT_THAT(Refusal(), HasSubstr("authority.crt is missing"));
}

TEST_F(StartupTest, TheCertificateHasExpired) {
  const LongAgo clock;
  const auth::Credential expired = ServerCertificate(ServersAuthority(clock));
  WriteFile(In("tls/server.key"), expired.key_pem);
  WriteFile(In("tls/server.crt"), expired.cert_pem);
  EXPECT_THAT(Refusal(), AllOf(HasSubstr("server.crt"), HasSubstr("expired")));
}

TEST_F(StartupTest, TheCertificateDoesNotMatchItsKey) {
  WriteFile(In("tls/server.crt"), ServerCertificate(ServersAuthority(SystemClock())).cert_pem);
  EXPECT_THAT(Refusal(), AllOf(HasSubstr("server.key"), HasSubstr("does not belong")));
}

TEST_F(StartupTest, TheCertificateIsOfAnotherAuthority) {
  const auto foreign = auth::Authority::Create("foreign", SystemClock());
  ASSERT_TRUE(foreign.ok());
  const auth::Credential credential = ServerCertificate(*foreign);
  WriteFile(In("tls/server.key"), credential.key_pem);
  WriteFile(In("tls/server.crt"), credential.cert_pem);
  EXPECT_THAT(Refusal(), AllOf(HasSubstr("server.crt"), HasSubstr("authority")));
}

TEST_F(StartupTest, TheCertificateIsDamaged) {
  WriteFile(In("tls/server.crt"), "no certificate");
  EXPECT_THAT(Refusal(), AllOf(HasSubstr("server.crt"), HasSubstr("damaged")));
}

TEST_F(StartupTest, TheDatabaseIsInUse) {
  server_.Start();
  std::vector<std::string> second = server_.RunCommand();
  second.back() = "127.0.0.1:0";
  EXPECT_THAT(RefusalOf(second), HasSubstr("conclave.db"));
}

TEST_F(StartupTest, TheDatabaseIsDamaged) {
  server_.Start();
  EXPECT_EQ(server_.Stop(), Exit{.code = 0});
  WriteFile(In("conclave.db"), std::string(8192, 'x'));
  EXPECT_THAT(Refusal(), HasSubstr("conclave.db"));
}

TEST_F(StartupTest, TheDatabaseIsOfANewerProgram) {
  server_.Start();
  EXPECT_EQ(server_.Stop(), Exit{.code = 0});
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(In("conclave.db").c_str(), &database), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(database, "PRAGMA user_version = 1000000", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(database);
  EXPECT_THAT(Refusal(), AllOf(HasSubstr("conclave.db"), HasSubstr("newer")));
}

TEST_F(StartupTest, TheDirectoryCannotBeWritten) {
  std::filesystem::permissions(server_.data_dir(),
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
  // Root may write anywhere unless it is told not to.
  std::vector<std::string> command = server_.RunCommand();
  if (geteuid() == 0) {
    const std::vector<std::string> bounded = {"setpriv", "--bounding-set", "-dac_override", "--inh-caps", "-all", "--"};
    command.insert(command.begin(), bounded.begin(), bounded.end());
  }
  EXPECT_THAT(RefusalOf(command), HasSubstr(server_.data_dir().string()));
  std::filesystem::permissions(server_.data_dir(), std::filesystem::perms::owner_all);
}

TEST_F(StartupTest, TheConfigurationHasAnUnknownKey) {
  server_.Configure("limits.text_byte", "100");
  EXPECT_THAT(Refusal(), AllOf(::testing::ContainsRegex("conclave\\.toml:[0-9]+: "), HasSubstr("limits.text_byte\""),
                               HasSubstr("limits.text_bytes\"")));
}

TEST_F(StartupTest, TheConfigurationHasAValueOutOfBounds) {
  server_.Configure("limits.text_bytes", "0");
  EXPECT_THAT(Refusal(), AllOf(::testing::ContainsRegex("conclave\\.toml:[0-9]+: "), HasSubstr("limits.text_bytes")));
}

TEST_F(StartupTest, TheConfigurationIsNoToml) {
  WriteFile(In("conclave.toml"), "name = \n");
  EXPECT_THAT(Refusal(), ::testing::ContainsRegex("conclave\\.toml:1: "));
}

TEST_F(StartupTest, TheAddressToListenAtMeansNothing) {
  server_.ListenAt("here and there");
  EXPECT_THAT(Refusal(), HasSubstr("here and there"));
}

TEST_F(StartupTest, WhatWasRefusedStartsOnceTheCauseIsGone) {
  const std::string certificate = ReadFile(In("tls/server.crt"));
  std::filesystem::remove(In("tls/server.crt"));
  Refusal();
  WriteFile(In("tls/server.crt"), certificate);
  server_.Start();
  EXPECT_EQ(server_.Stop(), Exit{.code = 0});
}

}  // namespace
}  // namespace conclave::testing
