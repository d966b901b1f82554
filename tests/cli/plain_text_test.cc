#include "cli/plain_text.h"

#include <gtest/gtest.h>

namespace conclave::cli {
namespace {

constexpr char kMark[] = "\xEF\xBF\xBD";

TEST(PlainTextTest, OrdinaryTextStaysAsItIs) {
  for (const char* text : {"", "hello", "tab\there", "Grüße, 你好, שלום", "👩‍💻 🇩🇪 ❤️"})
    EXPECT_EQ(PlainText(text), text);
}

TEST(PlainTextTest, ControlsCannotReachTheTerminal) {
  EXPECT_EQ(PlainText("a\x1b[2Jb"), std::string("a") + kMark + "[2Jb");
  EXPECT_EQ(PlainText("a\rb\x7f"
                      "c\x08"),
            std::string("a") + kMark + "b" + kMark + "c" + kMark);
  // A C1 control sequence introducer.
  EXPECT_EQ(PlainText("\xc2\x9b"
                      "31m"),
            std::string(kMark) + "31m");
}

TEST(PlainTextTest, MarksOfDirectionAndLineSeparatorsAreReplaced) {
  for (const char* mark : {"\u200e", "\u200f", "\u061c", "\u202a", "\u202e", "\u2066", "\u2069", "\u2028", "\u2029"}) {
    EXPECT_EQ(PlainText(mark), kMark);
  }
}

TEST(PlainTextTest, BytesThatAreNoUtf8AreReplaced) {
  EXPECT_EQ(PlainText("a\xff"
                      "b"),
            std::string("a") + kMark + "b");
}

TEST(PlainTextTest, FurtherLinesAreIndented) { EXPECT_EQ(PlainText("one\ntwo"), "one\n    two"); }

}  // namespace
}  // namespace conclave::cli
