#include "server/setup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "server/auth/authority.h"
#include "server/data_dir.h"
#include "server/ops/config.h"
#include "server/ops/files.h"
#include "server/server_credential.h"
#include "tests/unit/auth/manual_clock.h"
#include "tests/unit/ops/temp_dir.h"

namespace conclave {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class SetupTest : public ::testing::Test {
 protected:
  absl::StatusOr<SetupReport> Init(std::vector<std::string> addresses = {}, std::optional<std::string> name = {}) {
    return Initialise({.data_dir = dir_.path(), .name = std::move(name), .addresses = std::move(addresses)}, clock_);
  }
  // What an init that works has to say.
  std::string Says(std::vector<std::string> addresses = {}, std::optional<std::string> name = {}) {
    const auto report = Init(std::move(addresses), std::move(name));
    EXPECT_TRUE(report.ok()) << report.status();
    std::string text;
    for (const std::string& action : report.ok() ? report->actions : std::vector<std::string>()) text += action + "\n";
    return text;
  }
  std::string InitError(std::vector<std::string> addresses = {}, std::optional<std::string> name = {}) {
    return std::string(Init(std::move(addresses), std::move(name)).status().message());
  }

  [[nodiscard]] static std::string ContentOf(const fs::path& path) { return ops::ReadFile(path).value(); }
  [[nodiscard]] static unsigned ModeOf(const fs::path& path) {
    return static_cast<unsigned>(fs::status(path).permissions());
  }
  [[nodiscard]] std::vector<std::string> Hosts() const {
    return auth::Certificate::FromPem(ContentOf(dir_.server_certificate()))->hosts();
  }
  [[nodiscard]] bool StartsUp() const { return LoadServerCredential(dir_.path(), clock_).ok(); }

  TempDir temp_;
  DataDir dir_{temp_.path() / "a/data/"};
  ManualClock clock_;
};

TEST_F(SetupTest, MakesADataDirectoryThatAServerCanStartFrom) {
  const auto report = Init();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->actions.size(), 4U);
  EXPECT_THAT(report->hosts, ElementsAre("localhost", "127.0.0.1", "::1"));
  EXPECT_EQ(Hosts(), report->hosts);
  EXPECT_EQ(ModeOf(dir_.path()), 0700U);
  EXPECT_EQ(ModeOf(dir_.ca()), 0700U);
  EXPECT_EQ(ModeOf(dir_.authority_key()), 0600U);
  EXPECT_EQ(ModeOf(dir_.server_key()), 0600U);

  const auto credential = LoadServerCredential(dir_.path(), clock_);
  ASSERT_TRUE(credential.ok()) << credential.status();
  EXPECT_EQ(credential->trust_domain, report->trust_domain);
  EXPECT_EQ(credential->authority_pem, ContentOf(dir_.authority_certificate()));
  EXPECT_EQ(credential->cert_pem, ContentOf(dir_.server_certificate()));
  EXPECT_EQ(credential->key_pem, ContentOf(dir_.server_key()));
}

TEST_F(SetupTest, ConfigurationHasWhatWasAskedFor) {
  ASSERT_TRUE(Init({"Chat.example.org:8443", "192.0.2.1", "[2001:db8::1]:8443"}, "Our chat").ok());
  const auto config = ops::Config::FromFile(dir_.config());
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->name, "Our chat");
  EXPECT_THAT(config->addresses, ElementsAre("chat.example.org", "192.0.2.1", "2001:db8::1"));
  // Reachable from elsewhere only by choice.
  EXPECT_EQ(config->listen.main, "127.0.0.1:8443");
  EXPECT_THAT(Hosts(), ElementsAre("localhost", "127.0.0.1", "::1", "chat.example.org", "192.0.2.1", "2001:db8::1"));
}

TEST_F(SetupTest, AgainItChangesNothing) {
  ASSERT_TRUE(Init({"chat.example.org:8443"}, "Our chat").ok());
  const auto all = [&] {
    return std::vector<std::string>{ContentOf(dir_.config()), ContentOf(dir_.authority_key()),
                                    ContentOf(dir_.authority_certificate()), ContentOf(dir_.server_key()),
                                    ContentOf(dir_.server_certificate())};
  };
  const auto before = all();
  EXPECT_EQ(Says({"chat.example.org:8443"}, "Our chat"), "Nothing to do: " + dir_.path().string() + " is set up.\n");
  EXPECT_THAT(Says(), HasSubstr("Nothing to do"));
  EXPECT_EQ(all(), before);
}

TEST_F(SetupTest, NewAddressComesIntoTheCertificateAndClientsStayValid) {
  ASSERT_TRUE(Init({"chat.example.org"}).ok());
  const auto authority = OpenAuthority(dir_.path(), clock_);
  const auto client = authority->IssueDeviceCertificate({authority->trust_domain(), UserId(1), DeviceId(1)}, "alice");
  const std::string key = ContentOf(dir_.server_key());
  const std::string config = ContentOf(dir_.config());

  EXPECT_THAT(Says({"[2001:db8::1]"}), HasSubstr("because it lacked 2001:db8::1; a running server uses it after"));

  EXPECT_THAT(Hosts(), ElementsAre("localhost", "127.0.0.1", "::1", "chat.example.org", "2001:db8::1"));
  EXPECT_EQ(ContentOf(dir_.server_key()), key);
  EXPECT_EQ(ContentOf(dir_.config()), config);
  const auto trusted = auth::Certificate::FromPem(LoadServerCredential(dir_.path(), clock_)->authority_pem);
  EXPECT_TRUE(auth::Certificate::FromPem(client->cert_pem)->VerifySignedBy(*trusted, auth::Purpose::kDevice).ok());
}

TEST_F(SetupTest, AddressWrittenIntoTheConfigurationComesIntoTheCertificate) {
  ASSERT_TRUE(Init().ok());
  std::ofstream(dir_.config()) << "addresses = [\"Chat.example.org\"]\n";
  EXPECT_THAT(Says(), HasSubstr("because it lacked chat.example.org;"));
  EXPECT_THAT(Hosts(), ElementsAre("localhost", "127.0.0.1", "::1", "chat.example.org"));
  EXPECT_THAT(Says(), HasSubstr("Nothing to do"));
}

TEST_F(SetupTest, ConfigurationIsNotChangedAndThatIsSaid) {
  ASSERT_TRUE(Init({"localhost:8443"}, "Our chat").ok());
  const std::string config = ContentOf(dir_.config());
  const std::string says = Says({"localhost:9000"}, "Their chat");
  EXPECT_THAT(says, HasSubstr("name is \"Our chat\", not \"Their chat\"; change it there."));
  EXPECT_THAT(says, HasSubstr("listen.main is \"127.0.0.1:8443\", not \"127.0.0.1:9000\"; change it there."));
  EXPECT_EQ(ContentOf(dir_.config()), config);
}

TEST_F(SetupTest, CertificateIsRenewedThirtyDaysBeforeItsEnd) {
  ASSERT_TRUE(Init({"chat.example.org"}).ok());
  clock_.Advance(auth::kServerLifetime - absl::Hours(24 * 30) - absl::Seconds(1));
  EXPECT_THAT(Says(), HasSubstr("Nothing to do"));
  clock_.Advance(absl::Seconds(1));
  EXPECT_THAT(Says(), HasSubstr("because it ended on "));
  EXPECT_THAT(Hosts(), ElementsAre("localhost", "127.0.0.1", "::1", "chat.example.org"));
  clock_.Advance(auth::kServerLifetime + absl::Hours(1));
  EXPECT_FALSE(StartsUp());
  EXPECT_THAT(Says(), HasSubstr("because it was not valid at this time"));
  EXPECT_TRUE(StartsUp());
}

TEST_F(SetupTest, CertificateThatEndsWithItsAuthorityIsNotRenewedForNothing) {
  ASSERT_TRUE(Init().ok());
  clock_.Advance(auth::kAuthorityLifetime - absl::Hours(24 * 10));
  EXPECT_THAT(Says(), HasSubstr("Made again"));
  EXPECT_THAT(Says(), HasSubstr("Nothing to do"));
}

TEST_F(SetupTest, LostOrSpoiltServerFilesAreMadeAgain) {
  ASSERT_TRUE(Init().ok());
  fs::remove(dir_.server_certificate());
  EXPECT_THAT(Says(), HasSubstr("because it was missing"));
  EXPECT_TRUE(StartsUp());

  std::ofstream(dir_.server_certificate()) << "rubbish";
  EXPECT_THAT(Says(), HasSubstr("because it could not be read"));
  EXPECT_TRUE(StartsUp());

  fs::remove(dir_.server_key());
  EXPECT_THAT(Says(), HasSubstr("Made the server's certificate"));
  EXPECT_TRUE(StartsUp());
  EXPECT_EQ(ModeOf(dir_.server_key()), 0600U);

  std::ofstream(dir_.server_key()) << auth::PrivateKey::Generate()->ToPem().value();
  EXPECT_THAT(Says(), HasSubstr("because it did not belong to the key"));
  EXPECT_TRUE(StartsUp());

  fs::remove_all(dir_.tls());
  EXPECT_THAT(Says(), HasSubstr("Made the server's certificate"));
  EXPECT_TRUE(StartsUp());
}

TEST_F(SetupTest, LostAuthorityIsNotReplacedInPassing) {
  ASSERT_TRUE(Init().ok());
  fs::rename(dir_.ca(), temp_.path() / "kept");
  EXPECT_EQ(InitError(), "The authority " + dir_.ca().string() + " is missing; restore it from a backup, or move " +
                             dir_.tls().string() +
                             " away to begin with a new one, to which no present client's certificate belongs.");
  EXPECT_FALSE(fs::exists(dir_.ca()));
}

TEST_F(SetupTest, AuthorityKeyKeptElsewhereIsMissedOnlyWhenItIsNeeded) {
  ASSERT_TRUE(Init().ok());
  fs::rename(dir_.authority_key(), temp_.path() / "authority.key");
  EXPECT_THAT(Says(), HasSubstr("Nothing to do"));
  EXPECT_EQ(InitError({"chat.example.org"}),
            "The authority's key " + dir_.authority_key().string() + " is missing; restore it from a backup.");
}

TEST_F(SetupTest, DirectoryMadeForSomethingElseIsLeftAlone) {
  fs::create_directories(dir_.path());
  fs::permissions(dir_.path(), fs::perms{0755});
  std::ofstream(dir_.path() / "photo.jpg") << "x";
  EXPECT_THAT(InitError(), HasSubstr(" holds other things; choose a directory that is empty or does not exist."));
  EXPECT_EQ(ModeOf(dir_.path()), 0755U);
  EXPECT_FALSE(fs::exists(dir_.config()));
}

TEST_F(SetupTest, EmptyDirectoryIsTakenAndClosedToOthers) {
  fs::create_directories(dir_.path() / "lost+found");
  fs::permissions(dir_.path(), fs::perms{0755});
  EXPECT_TRUE(Init().ok());
  EXPECT_EQ(ModeOf(dir_.path()), 0700U);
}

TEST_F(SetupTest, RemaindersOfACrashAreClearedAway) {
  fs::create_directories(dir_.path() / ".unfinished-abc123");
  std::ofstream(dir_.path() / ".unfinished-abc123/authority.key") << "x";
  EXPECT_TRUE(Init().ok());
  EXPECT_FALSE(fs::exists(dir_.path() / ".unfinished-abc123"));
}

TEST_F(SetupTest, SeveralAtOnceMakeOneServer) {
  std::vector<std::thread> threads;
  std::vector<absl::StatusOr<SetupReport>> reports(4, absl::UnknownError(""));
  for (std::size_t i = 0; i < reports.size(); ++i) {
    threads.emplace_back([this, &report = reports[i], i] { report = Init({"host" + std::to_string(i)}); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& report : reports) {
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_EQ(report->trust_domain, reports.front()->trust_domain);
  }
  EXPECT_EQ(Hosts().size(), 7U);
  EXPECT_TRUE(StartsUp());
}

TEST_F(SetupTest, OptionsThatMeanNothingMakeNothing) {
  EXPECT_EQ(InitError({"not a host"}), "\"not a host\" is not a host name or IP address.");
  EXPECT_EQ(InitError({"chat:0x50"}), "The port of \"chat:0x50\" is not a number from 0 to 65535.");
  EXPECT_EQ(InitError({"a:1", "b", "c:2"}), "The addresses name two ports, 1 and 2; a server has one main port.");
  EXPECT_EQ(InitError({}, "a\nb"), "name must be a text of 1 to 64 bytes on one line.");
  EXPECT_FALSE(fs::exists(temp_.path() / "a"));
}

TEST_F(SetupTest, FaultyConfigurationIsNamedByItsLine) {
  ASSERT_TRUE(Init().ok());
  std::ofstream(dir_.config()) << "\nnam = 1\n";
  EXPECT_THAT(InitError(), HasSubstr(dir_.config().string() + ":2: unknown key \"nam\""));
}

TEST_F(SetupTest, DirectoryThatCannotBeMadeIsNamed) {
  std::ofstream(temp_.path() / "a") << "a file";
  EXPECT_EQ(InitError(), "cannot make " + (temp_.path() / "a").string() + ": Not a directory");
}

}  // namespace
}  // namespace conclave
