#include "cli/json_line.h"

#include <gtest/gtest.h>

#include "server/core/ids.h"

namespace conclave::cli {
namespace {

TEST(JsonLineTest, MembersKeepTheirOrderAndNumbersTheirValue) {
  EXPECT_EQ(JsonLine("event").Number("room_id", kIdBound - 1).Signed("time_us", -1).Numbers("ids", {2, 1}).ToString(),
            R"({"type":"event","room_id":9007199254740991,"time_us":-1,"ids":[2,1]})");
}

TEST(JsonLineTest, TextIsAsciiOnOneLine) {
  EXPECT_EQ(JsonLine("t").Text("x", "a\n\"\x1b\u202e😀").ToString(),
            R"({"type":"t","x":"a\n\"\u001b\u202e\ud83d\ude00"})");
}

TEST(JsonLineTest, BytesThatAreNoUtf8DoNotBreakTheLine) {
  EXPECT_EQ(JsonLine("t").Text("x", "a\xff").ToString(), R"({"type":"t","x":"a\ufffd"})");
}

}  // namespace
}  // namespace conclave::cli
