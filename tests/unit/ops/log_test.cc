#include "server/ops/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_split.h"

namespace conclave::ops {
namespace {

using ::testing::HasSubstr;

std::string Line(std::initializer_list<LogField> fields, std::string_view message = "listening") {
  return FormatLogLine(1'795'509'000'123'999, LogLevel::kInfo, "main", message, {fields.begin(), fields.end()});
}

std::string Shown(std::string_view value) {
  const std::string line = Line({{"x", value}});
  return line.substr(line.find("x=") + 2);
}

TEST(LogTest, LineHasTimeLevelComponentMessageAndFields) {
  EXPECT_EQ(Line({{"address", "127.0.0.1:7443"}, {"shards", 2}}),
            "2026-11-24T08:30:00.123Z info  main listening address=127.0.0.1:7443 shards=2");
  EXPECT_EQ(FormatLogLine(0, LogLevel::kWarning, "store", "slow", {}), "1970-01-01T00:00:00.000Z warn  store slow");
}

TEST(LogTest, ValuesAreMadeFromWhatCallersHave) {
  EXPECT_THAT(
      Line({{"a", true}, {"b", -1}, {"c", UserId(7)}, {"d", absl::Milliseconds(1500)}, {"e", std::string("x")}}),
      HasSubstr(" a=true b=-1 c=7 d=1.5s e=x"));
  EXPECT_THAT(Line({{"error", absl::NotFoundError("no such file")}}), HasSubstr("error=\"NOT_FOUND: no such file\""));
}

TEST(LogTest, ValuesThatWouldNotStandAloneAreQuoted) {
  EXPECT_EQ(Shown("bare-value/1"), "bare-value/1");
  EXPECT_EQ(Shown("two words"), "\"two words\"");
  EXPECT_EQ(Shown(""), "\"\"");
  EXPECT_EQ(Shown("a level=error"), "\"a level=error\"");
  EXPECT_EQ(Shown("say \"hi\""), "\"say \\\"hi\\\"\"");
  EXPECT_EQ(Shown("Grüße"), "Grüße");
}

TEST(LogTest, NothingInAValueCanForgeALineOrChangeHowItReads) {
  EXPECT_EQ(Shown("x\n2026-11-24T08:30:00.123Z error main hacked"),
            "\"x\\n2026-11-24T08:30:00.123Z error main hacked\"");
  EXPECT_EQ(Shown("\r\t\x1b[2J\x7f"), "\"\\x0d\\x09\\x1b[2J\\x7f\"");
  EXPECT_EQ(Shown(std::string_view("a\0b", 3)), "\"a\\x00b\"");
  EXPECT_EQ(Shown("\xe2\x80\xae"
                  "gnp.exe"),
            "\"\\u{202e}gnp.exe\"");
  EXPECT_EQ(Shown("\xe2\x80\xa8"), "\"\\u{2028}\"");
  EXPECT_EQ(Shown("\xc2\x85"), "\"\\u{85}\"");
  EXPECT_EQ(Shown("\xf3\xa0\x80\xa1"), "\"\\u{e0021}\"");
  EXPECT_EQ(Shown("\\n"), "\"\\\\n\"");
}

TEST(LogTest, BytesThatAreNotUtf8AreShownAsSuch) {
  EXPECT_EQ(Shown("\xff"), "\"\\xff\"");
  EXPECT_EQ(Shown("\xc0\xaf"), "\"\\xc0\\xaf\"");
  EXPECT_EQ(Shown("\xe2\x80"), "\"\\xe2\\x80\"");
  EXPECT_EQ(Shown("\xed\xa0\x80"), "\"\\xed\\xa0\\x80\"");
  EXPECT_EQ(Shown("\xf4\x90\x80\x80"), "\"\\xf4\\x90\\x80\\x80\"");
}

TEST(LogTest, MessageIsEscapedToo) { EXPECT_THAT(Line({}, "a\nb"), testing::EndsWith(" main a\\nb")); }

TEST(LogTest, ValueIsCutAtItsBound) {
  EXPECT_EQ(Shown(std::string(kLogValueBytes, 'x')), std::string(kLogValueBytes, 'x'));
  EXPECT_EQ(Shown(std::string(kLogValueBytes + 1, 'x')), "\"" + std::string(kLogValueBytes, 'x') + "\"…");
}

TEST(LogTest, LevelsAreReadAndWritten) {
  for (const LogLevel level : {LogLevel::kDebug, LogLevel::kInfo, LogLevel::kWarning, LogLevel::kError}) {
    EXPECT_EQ(ParseLogLevel(ToText(level)), level);
  }
  EXPECT_EQ(ParseLogLevel("warn"), std::nullopt);
}

TEST(LogTest, OnlyEventsOfTheLevelInForceAreWritten) {
  testing::internal::CaptureStderr();
  SetLogLevel(LogLevel::kWarning);
  Log(LogLevel::kInfo, "test", "below");
  Log(LogLevel::kWarning, "test", "at", {{"value", "{}"}});
  SetLogLevel(LogLevel::kInfo);
  Log(LogLevel::kInfo, "test", "switched");
  Log(LogLevel::kDebug, "test", "hidden");
  const std::string written = testing::internal::GetCapturedStderr();
  EXPECT_THAT(written, testing::MatchesRegex("[^\n]*Z warn  test at value=\\{\\}\n[^\n]*Z info  test switched\n"));
}

TEST(LogTest, LinesOfManyThreadsStayWhole) {
  constexpr int kThreads = 4;
  constexpr int kLines = 200;
  testing::internal::CaptureStderr();
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([i] {
      for (int line = 0; line < kLines; ++line) {
        Log(LogLevel::kInfo, "test", "busy", {{"thread", i}, {"padding", std::string(200, 'x')}});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::string written = testing::internal::GetCapturedStderr();
  const std::vector<std::string> lines = absl::StrSplit(written, '\n', absl::SkipEmpty());
  EXPECT_EQ(lines.size(), static_cast<std::size_t>(kThreads * kLines));
  for (const std::string& line : lines) {
    EXPECT_THAT(line, testing::MatchesRegex("[0-9TZ:.-]+ info  test busy thread=[0-3] padding=x+"));
  }
}

}  // namespace
}  // namespace conclave::ops
