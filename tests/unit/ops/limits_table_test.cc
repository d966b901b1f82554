// docs/limits.md, the configuration, the tally and the metrics name the same limits.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "server/core/limits.h"
#include "server/core/strings.h"
#include "server/ops/config_keys.h"
#include "server/ops/config_text.h"
#include "server/ops/config_value.h"
#include "server/ops/metrics.h"

namespace conclave::ops {
namespace {

using ::testing::HasSubstr;

// A row of the table in docs/limits.md.
struct Row {
  std::string default_value;
  std::string bounds;
  std::string at_it;
  std::string reason;
  std::string proof;
};

std::filesystem::path TestsFolder() { return std::filesystem::path(CONCLAVE_SOURCE_DIR) / "tests"; }

std::string Trimmed(absl::string_view cell) { return std::string(absl::StripAsciiWhitespace(cell)); }

// Rows that begin with `limits.…` in code.
std::map<std::string, Row> DocumentedLimits() {
  std::ifstream file(std::filesystem::path(CONCLAVE_SOURCE_DIR) / "docs/limits.md");
  std::map<std::string, Row> rows;
  for (std::string line; std::getline(file, line);) {
    const std::vector<std::string> cells = absl::StrSplit(line, '|');
    const std::string name = cells.size() > 1 ? Trimmed(cells[1]) : "";
    if (!name.starts_with("`limits.")) continue;
    EXPECT_EQ(cells.size(), 8U) << line;
    if (cells.size() != 8) continue;
    const bool is_new = rows.try_emplace(name.substr(1, name.size() - 2), Row{.default_value = Trimmed(cells[2]),
                                                                              .bounds = Trimmed(cells[3]),
                                                                              .at_it = Trimmed(cells[4]),
                                                                              .reason = Trimmed(cells[5]),
                                                                              .proof = Trimmed(cells[6])})
                            .second;
    EXPECT_TRUE(is_new) << name << " stands twice";
  }
  return rows;
}

std::vector<const ConfigKey*> LimitKeys() {
  std::vector<const ConfigKey*> keys;
  for (const ConfigKey& key : ConfigKeys()) {
    if (key.Section() == "limits") keys.push_back(&key);
  }
  return keys;
}

// "1 to 24KiB".
std::string Bounds(const ConfigKey& key) {
  if (const auto* size = std::get_if<SizeKey>(&key.kind)) {
    return absl::StrCat(FormatSize(size->min), " to ", FormatSize(size->max));
  }
  if (const auto* count = std::get_if<CountKey>(&key.kind)) return absl::StrCat(count->min, " to ", count->max);
  const auto& time = std::get<DurationKey>(key.kind);
  return absl::StrCat(absl::FormatDuration(time.min), " to ", absl::FormatDuration(time.max));
}

std::string DefaultOf(const ConfigKey& key) {
  std::string value = ValueText(key, Config());
  std::erase(value, '"');
  return value;
}

TEST(LimitsTableTest, EveryLimitIsDocumentedWithItsDefaultAndBounds) {
  const std::map<std::string, Row> rows = DocumentedLimits();
  for (const ConfigKey* key : LimitKeys()) {
    const auto row = rows.find(std::string(key->name));
    ASSERT_NE(row, rows.end()) << key->name << " is missing in docs/limits.md";
    EXPECT_EQ(row->second.default_value, DefaultOf(*key)) << key->name;
    EXPECT_EQ(row->second.bounds, Bounds(*key)) << key->name;
    for (const std::string& cell : {row->second.at_it, row->second.reason, row->second.proof}) {
      EXPECT_NE(cell, "") << key->name;
    }
  }
  EXPECT_EQ(rows.size(), LimitKeys().size()) << "docs/limits.md has one that there is not";
}

// All sources of tests.
std::string TestSources() {
  std::string text;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(TestsFolder())) {
    const auto extension = entry.path().extension();
    if (extension != ".cc" && extension != ".py") continue;
    std::ostringstream content;
    content << std::ifstream(entry.path()).rdbuf();
    text += content.str();
  }
  return text;
}

// `Suite.Name` as it begins in C++, or `python.module.Class` as it begins in Python.
std::string BeginningOf(absl::string_view proof) {
  const std::vector<std::string> parts = absl::StrSplit(proof, '.');
  if (parts.size() == 3) return absl::StrCat("class ", parts[2], "(");
  return parts.size() == 2 ? absl::StrCat("(", parts[0], ", ", parts[1], ")") : "";
}

TEST(LimitsTableTest, EveryLimitNamesTestsThatExist) {
  const std::string sources = TestSources();
  for (const auto& [name, row] : DocumentedLimits()) {
    for (const absl::string_view proof : absl::StrSplit(row.proof, ", ")) {
      const std::string beginning = BeginningOf(absl::StripPrefix(absl::StripSuffix(proof, "`"), "`"));
      EXPECT_NE(beginning, "") << name << ": " << proof;
      EXPECT_TRUE(absl::StrContains(sources, beginning)) << name << ": " << proof;
    }
  }
}

TEST(LimitsTableTest, EveryLimitIsCounted) {
  for (const ConfigKey* key : LimitKeys()) {
    EXPECT_NE(std::ranges::find(kLimitNames, key->name), kLimitNames.end()) << key->name << " is not in kLimitNames";
  }
  EXPECT_EQ(kLimitNames.size(), LimitKeys().size()) << "kLimitNames has one that there is not";
}

TEST(LimitsTableTest, EveryLimitAndWhatItCountedStandInTheMetricsFromTheStart) {
  const std::string metrics = RenderMetrics({}, Limits());
  for (const ConfigKey* key : LimitKeys()) {
    EXPECT_THAT(metrics, HasSubstr(absl::StrCat("\nconclave_limit_reached_total{limit=\"", ToAbsl(key->name), "\"} ")));
    EXPECT_THAT(metrics, HasSubstr(absl::StrCat("\nconclave_limit{limit=\"", ToAbsl(key->name), "\"} ")));
  }
}

TEST(MetricsTest, LimitsStandInBytesNumbersAndSeconds) {
  const std::string metrics =
      RenderMetrics({}, {.text_bytes = 1000, .attached_rooms = 7, .stuck_write = absl::Milliseconds(2500)});
  EXPECT_THAT(metrics, HasSubstr("\nconclave_limit{limit=\"limits.text_bytes\"} 1000\n"));
  EXPECT_THAT(metrics, HasSubstr("\nconclave_limit{limit=\"limits.attached_rooms\"} 7\n"));
  EXPECT_THAT(metrics, HasSubstr("\nconclave_limit{limit=\"limits.stuck_write\"} 2.5\n"));
}

TEST(MetricsTest, GaugesStandAsTheyWereSampled) {
  const std::string metrics = RenderMetrics({.streams = 3, .read_queue = 4, .catch_up_queue = 5, .healthy = false}, {});
  EXPECT_THAT(metrics, HasSubstr("\nconclave_streams 3\n"));
  EXPECT_THAT(metrics, HasSubstr("\nconclave_read_queue{class=\"interactive\"} 4\n"));
  EXPECT_THAT(metrics, HasSubstr("\nconclave_read_queue{class=\"catch_up\"} 5\n"));
  EXPECT_THAT(metrics, HasSubstr("\nconclave_healthy 0\n"));
}

TEST(MetricsTest, TheProcessIsMeasured) {
  const std::string metrics = RenderMetrics({}, {});
  for (const char* name : {"process_cpu_seconds_total", "process_resident_memory_bytes", "process_open_fds"}) {
    EXPECT_THAT(metrics, ::testing::ContainsRegex(absl::StrCat("\n", name, " [0-9.e+-]*[1-9]"))) << name;
  }
}

TEST(MetricsTest, AnAddressThatIsTakenIsRefusedWithASentence) {
  const auto sample = [] { return Gauges(); };
  const auto first = MetricsEndpoint::Open("127.0.0.1:0", sample, {});
  ASSERT_TRUE(first.ok()) << first.status();
  const auto second = MetricsEndpoint::Open((*first)->address(), sample, {});
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(second.status().message()), HasSubstr("Cannot listen on " + (*first)->address()));
}

}  // namespace
}  // namespace conclave::ops
