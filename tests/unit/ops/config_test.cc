#include "server/ops/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <variant>

#include "server/ops/config_keys.h"
#include "server/ops/config_text.h"
#include "server/ops/config_value.h"

namespace conclave::ops {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string ErrorOf(std::string_view toml) {
  const auto config = Config::FromText(toml, "conclave.toml");
  if (config.ok()) return "accepted";
  EXPECT_EQ(config.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(config.status().message());
}

Config Read(std::string_view toml) {
  const auto config = Config::FromText(toml, "conclave.toml");
  EXPECT_TRUE(config.ok()) << config.status();
  return config.ok() ? *config : Config();
}

std::string ContentOf(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

// "limits.text_bytes" as a document that sets it, on line 2.
std::string Document(const ConfigKey& key, const std::string& value) {
  const std::string section = key.Section().empty() ? "# no section" : "[" + std::string(key.Section()) + "]";
  return section + "\n" + std::string(key.Leaf()) + " = " + value + "\n";
}

TEST(ConfigTest, EmptyFileLeavesTheDefaults) {
  const Config config = Read("");
  EXPECT_EQ(config.name, "Conclave");
  EXPECT_EQ(config.listen.main, "127.0.0.1:7443");
  EXPECT_EQ(config.limits.text_bytes, Limits().text_bytes);
  EXPECT_EQ(config.drain.deadline, absl::Seconds(10));
}

TEST(ConfigTest, FileSetsWhatItNames) {
  const Config config = Read(R"(
name = "Bücher & Co"
addresses = ["Chat.example.org", "2001:DB8::1"]
reflection = true
shards = 3
log.level = "warning"

[listen]
main = "[::]:443"

[drain]
deadline = "1m30s"

[limits]
text_bytes = 4096
request_bytes = "128KiB"
tail_bytes = "1GiB"
commands_in_flight = 8
stuck_write = "2500ms"
)");
  EXPECT_EQ(config.name, "Bücher & Co");
  EXPECT_THAT(config.addresses, ElementsAre("chat.example.org", "2001:db8::1"));
  EXPECT_TRUE(config.reflection);
  EXPECT_EQ(config.shards, 3U);
  EXPECT_EQ(config.log.level, LogLevel::kWarning);
  EXPECT_EQ(config.listen.main, "[::]:443");
  EXPECT_EQ(config.drain.deadline, absl::Seconds(90));
  EXPECT_EQ(config.limits.text_bytes, 4096U);
  EXPECT_EQ(config.limits.request_bytes, 131072U);
  EXPECT_EQ(config.limits.tail_bytes, std::size_t{1} << 30);
  EXPECT_EQ(config.limits.commands_in_flight, 8U);
  EXPECT_EQ(config.limits.stuck_write, absl::Milliseconds(2500));
  EXPECT_EQ(config.limits.topic_bytes, Limits().topic_bytes);
}

TEST(ConfigTest, UnknownKeyIsAnErrorWithItsLineAndTheNearestName) {
  EXPECT_EQ(ErrorOf("\n[limits]\ntext_byte = 3\n"),
            "conclave.toml:3: unknown key \"limits.text_byte\"; the nearest known one is \"limits.text_bytes\".");
  EXPECT_EQ(ErrorOf("[limit]\ntext_bytes = 3\n"),
            "conclave.toml:1: unknown key \"limit\"; the nearest known one is \"limits\".");
  EXPECT_EQ(ErrorOf("text_bytes = 3\n"),
            "conclave.toml:1: unknown key \"text_bytes\"; the nearest known one is \"limits.text_bytes\".");
  EXPECT_EQ(ErrorOf("main = \"127.0.0.1:7443\"\n"),
            "conclave.toml:1: unknown key \"main\"; the nearest known one is \"listen.main\".");
  EXPECT_EQ(ErrorOf("nam = \"x\"\n"), "conclave.toml:1: unknown key \"nam\"; the nearest known one is \"name\".");
  EXPECT_THAT(ErrorOf("[drain]\n\n\ntimeout = \"1s\"\n"),
              HasSubstr("conclave.toml:4: unknown key \"drain.timeout\"; "));
}

TEST(ConfigTest, QuotedKeyWithADotIsNotTheKeyOfASection) {
  EXPECT_THAT(ErrorOf("\"limits.text_bytes\" = 3\n"), HasSubstr("unknown key \"limits.text_bytes\""));
}

TEST(ConfigTest, WrongTypeIsAnErrorWithWhatIsAllowed) {
  EXPECT_EQ(ErrorOf("[limits]\n\ntext_bytes = true\n"),
            "conclave.toml:3: limits.text_bytes must be a size from 1B to 24KiB, such as 24576 or \"24KiB\".");
  EXPECT_EQ(ErrorOf("[drain]\ndeadline = 10\n"),
            "conclave.toml:2: drain.deadline must be a time from 0 to 10m, such as \"10m\".");
  EXPECT_EQ(ErrorOf("shards = \"3\"\n"), "conclave.toml:1: shards must be a whole number from 0 to 256.");
  EXPECT_EQ(ErrorOf("shards = 3.0\n"), "conclave.toml:1: shards must be a whole number from 0 to 256.");
  EXPECT_EQ(ErrorOf("reflection = \"yes\"\n"), "conclave.toml:1: reflection must be true or false.");
  EXPECT_EQ(ErrorOf("[log]\nlevel = \"loud\"\n"),
            "conclave.toml:2: log.level must be \"debug\", \"info\", \"warning\" or \"error\".");
  EXPECT_EQ(ErrorOf("[listen]\nmain = \"127.0.0.1:65536\"\n"),
            "conclave.toml:2: listen.main must be an address and port, such as \"127.0.0.1:7443\" or \"[::]:7443\".");
  EXPECT_EQ(ErrorOf("addresses = [\"chat.example.org\", 3]\n"),
            "conclave.toml:1: addresses must be a list of host names and IP addresses, such as [\"chat.example.org\", "
            "\"192.0.2.1\"].");
  EXPECT_EQ(ErrorOf("[name]\nx = 1\n"), "conclave.toml:1: name must be a text of 1 to 64 bytes on one line.");
  EXPECT_EQ(ErrorOf("limits = 3\n"), "conclave.toml:1: limits must be a section, begun by [limits].");
}

TEST(ConfigTest, MetricsAreServedToThisMachineOrNotAtAll) {
  EXPECT_EQ(Config().listen.metrics, "");
  EXPECT_EQ(Read("[listen]\nmetrics = \"off\"\n").listen.metrics, "");
  EXPECT_EQ(Read("[listen]\nmetrics = \"127.0.0.1:0\"\n").listen.metrics, "127.0.0.1:0");
  EXPECT_EQ(Read("[listen]\nmetrics = \"127.1.2.3\"\n").listen.metrics, "127.1.2.3:9464");
  for (const char* address :
       {"0.0.0.0:9464", "[::]:9464", "[::1]:9464", "192.0.2.1:9464", "128.0.0.1", "localhost:9464", ""}) {
    EXPECT_EQ(ErrorOf(std::string("[listen]\nmetrics = \"") + address + "\"\n"),
              "conclave.toml:2: listen.metrics must be \"off\", or an IPv4 loopback address and port, such as "
              "\"127.0.0.1:9464\".");
  }
}

TEST(ConfigTest, WhatIsNotTomlIsAnErrorWithItsLine) {
  EXPECT_THAT(ErrorOf("name = \"x\"\nshards = \n"), testing::StartsWith("conclave.toml:2: "));
  EXPECT_THAT(ErrorOf("name = \"x\"\nname = \"y\"\n"), testing::StartsWith("conclave.toml:2: "));
}

TEST(ConfigTest, NameIsVisibleTextOfUpTo64Bytes) {
  EXPECT_EQ(Read("name = \"" + std::string(64, 'x') + "\"").name, std::string(64, 'x'));
  for (const std::string& name :
       {std::string(), std::string(65, 'x'), std::string("a\\nb"), std::string("a\\u202eb")}) {
    EXPECT_THAT(ErrorOf("name = \"" + name + "\""), HasSubstr("must be a text of 1 to 64 bytes")) << name;
  }
}

TEST(ConfigTest, EveryNumberIsTakenAtItsBoundsAndRefusedOnePast) {
  for (const ConfigKey& key : ConfigKeys()) {
    const auto check = [&](auto min, auto max, auto one, auto text) {
      EXPECT_EQ(ErrorOf(Document(key, text(min))), "accepted") << key.name;
      EXPECT_EQ(ErrorOf(Document(key, text(max))), "accepted") << key.name;
      EXPECT_EQ(ErrorOf(Document(key, text(max + one))),
                "conclave.toml:2: " + std::string(key.name) + " must be " + Allowed(key) + ".");
      EXPECT_EQ(ErrorOf(Document(key, text(min - one))),
                "conclave.toml:2: " + std::string(key.name) + " must be " + Allowed(key) + ".");
    };
    const auto number = [](std::int64_t value) { return std::to_string(value); };
    const auto time = [](absl::Duration value) { return TomlString(absl::FormatDuration(value)); };
    if (const auto* size = std::get_if<SizeKey>(&key.kind)) {
      check(static_cast<std::int64_t>(size->min), static_cast<std::int64_t>(size->max), 1, number);
    } else if (const auto* count = std::get_if<CountKey>(&key.kind)) {
      check(static_cast<std::int64_t>(count->min), static_cast<std::int64_t>(count->max), 1, number);
    } else if (const auto* duration = std::get_if<DurationKey>(&key.kind)) {
      check(duration->min, duration->max, absl::Nanoseconds(1), time);
    }
  }
}

TEST(ConfigTest, EveryLimitHasAKeyOfItsOwn) {
  Config config;
  std::size_t bytes = 0;
  std::set<const void*> members;
  for (const ConfigKey& key : ConfigKeys()) {
    if (key.Section() != "limits") continue;
    std::visit(
        [&](const auto& kind) {
          auto& member = kind.field(config);
          bytes += sizeof(member);
          members.insert(&member);
          EXPECT_GE(static_cast<const void*>(&member), static_cast<const void*>(&config.limits)) << key.name;
          EXPECT_LT(static_cast<const void*>(&member), static_cast<const void*>(&config.limits + 1)) << key.name;
        },
        key.kind);
  }
  const auto count = std::ranges::count(ConfigKeys(), "limits", &ConfigKey::Section);
  EXPECT_EQ(members.size(), static_cast<std::size_t>(count));
  EXPECT_EQ(bytes, sizeof(Limits)) << "a member of Limits has no key in config_keys.cc";
}

TEST(ConfigTest, DefaultsAreWithinTheBounds) {
  const Config defaults;
  for (const ConfigKey& key : ConfigKeys()) {
    EXPECT_EQ(ErrorOf(Document(key, ValueText(key, defaults))), "accepted") << key.name;
  }
}

TEST(ConfigTest, DocumentedExampleHasEveryKeyWithItsDefault) {
  const std::string expected = RenderConfig(Config());
  for (const ConfigKey& key : ConfigKeys()) {
    EXPECT_THAT(expected, HasSubstr("\n#" + std::string(key.Leaf()) + " = " + ValueText(key, Config()) + "\n"));
    EXPECT_THAT(expected, HasSubstr("# " + std::string(key.summary) + "\n"));
  }
  const std::filesystem::path example = std::filesystem::path(CONCLAVE_SOURCE_DIR) / "deploy/conclave.toml";
  if (ContentOf(example) != expected) {
    const auto made = std::filesystem::path(testing::TempDir()) / "conclave.toml";
    std::ofstream(made) << expected;
    FAIL() << "the keys have changed: cp " << made.string() << " " << example.string();
  }
}

TEST(ConfigTest, RenderedFileIsReadBack) {
  Config config;
  config.name = "say \"hi\" \\ bye";
  config.addresses = {"chat.example.org", "192.0.2.1"};
  config.listen.main = "[::1]:0";
  config.reflection = true;
  config.log.level = LogLevel::kDebug;
  config.limits.text_bytes = 1000;
  config.limits.stuck_write = absl::Milliseconds(1500);
  const Config read = Read(RenderConfig(config));
  for (const ConfigKey& key : ConfigKeys()) EXPECT_EQ(ValueText(key, read), ValueText(key, config)) << key.name;
}

TEST(ConfigTest, FileThatCannotBeReadIsNamed) {
  const auto missing = Config::FromFile("/nonexistent/conclave.toml");
  EXPECT_EQ(missing.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(missing.status().message(), "cannot read /nonexistent/conclave.toml: No such file or directory");
}

TEST(ConfigTextTest, SizesAreReadWithAndWithoutUnits) {
  EXPECT_EQ(ParseSize("0"), 0U);
  EXPECT_EQ(ParseSize("100"), 100U);
  EXPECT_EQ(ParseSize("100B"), 100U);
  EXPECT_EQ(ParseSize("64KiB"), 65536U);
  EXPECT_EQ(ParseSize("16MiB"), 16777216U);
  EXPECT_EQ(ParseSize("2GiB"), 2147483648U);
  for (const char* text : {"", "KiB", "-1", "+1", " 1", "1 KiB", "1kb", "1KB", "1.5KiB", "18446744073709551616",
                           "17179869184GiB", "1KiBx"}) {
    EXPECT_EQ(ParseSize(text), std::nullopt) << text;
  }
}

TEST(ConfigTextTest, SizesAreWrittenInTheLargestUnitThatDividesThem) {
  EXPECT_EQ(FormatSize(0), "0B");
  EXPECT_EQ(FormatSize(1023), "1023B");
  EXPECT_EQ(FormatSize(1024), "1KiB");
  EXPECT_EQ(FormatSize(1536), "1536B");
  EXPECT_EQ(FormatSize(64U * 1024 * 1024), "64MiB");
}

TEST(ConfigTextTest, EditDistanceCountsSingleChanges) {
  EXPECT_EQ(EditDistance("kitten", "sitting"), 3U);
  EXPECT_EQ(EditDistance("", "abc"), 3U);
  EXPECT_EQ(EditDistance("abc", ""), 3U);
  EXPECT_EQ(EditDistance("same", "same"), 0U);
}

}  // namespace
}  // namespace conclave::ops
