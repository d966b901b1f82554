#include "server/chat/text.h"

#include <gtest/gtest.h>

#include <string>

#include "server/core/refusal.h"

namespace conclave::chat {
namespace {

TEST(TextTest, AcceptsWellFormedUtf8) {
  for (const char* text : {"", "a", "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
                           "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(IsUtf8(text)) << ::testing::PrintToString(text);
  }
}

TEST(TextTest, RejectsWhatIsNotUtf8) {
  for (const char* text : {"\x80",
                           "\xBF",
                           "\xC0\x80",
                           "\xC1\xBF",
                           "\xE0\x80\x80",
                           "\xE0\x9F\xBF",
                           "\xF0\x80\x80\x80",
                           "\xF0\x8F\xBF\xBF",  // overlong
                           "\xED\xA0\x80",
                           "\xED\xBF\xBF",  // surrogates
                           "\xF4\x90\x80\x80",
                           "\xF5\x80\x80\x80",
                           "\xFF",
                           "\xFE",  // beyond U+10FFFF
                           "\xC2",
                           "\xE0\xA0",
                           "\xF0\x90\x80",
                           "a\xC2",
                           "\xC2"
                           "a",
                           "\xE0\xA0"
                           "a"}) {
    EXPECT_FALSE(IsUtf8(text)) << ::testing::PrintToString(text);
  }
}

TEST(TextTest, AMessageHasOneByteToItsLimit) {
  EXPECT_FALSE(CheckMessageText("", 5).ok());
  EXPECT_TRUE(CheckMessageText("a", 5).ok());
  EXPECT_TRUE(CheckMessageText("aaaaa", 5).ok());
  const v1::Error error = ErrorFrom(CheckMessageText("aaaaaa", 5));
  EXPECT_EQ(error.reason(), v1::REASON_TOO_LARGE);
  EXPECT_EQ(error.limit(), "limits.text_bytes");
  EXPECT_EQ(error.limit_value(), 5u);
}

TEST(TextTest, AMessageHasLineFeedAndTabOnlyOfTheControls) {
  EXPECT_TRUE(CheckMessageText("a\n\tb", 99).ok());
  for (const std::string& text :
       {std::string("\r"), std::string("\x01"), std::string(1, '\0'), std::string("\x7F"), std::string("\xC2\x85")}) {
    EXPECT_EQ(ErrorFrom(CheckMessageText(text, 99)).reason(), v1::REASON_INVALID_TEXT);
  }
}

TEST(TextTest, ATopicMayBeEmptyAndHasNoControls) {
  EXPECT_TRUE(CheckTopic("", 3).ok());
  EXPECT_TRUE(CheckTopic("abc", 3).ok());
  EXPECT_EQ(ErrorFrom(CheckTopic("abcd", 3)).reason(), v1::REASON_TOO_LARGE);
  EXPECT_FALSE(CheckTopic("\n", 3).ok());
  EXPECT_FALSE(CheckTopic("\xE2\x80\xAE", 3).ok()) << "an override of the direction";
}

TEST(TextTest, ANameIsPlain) {
  for (const char* name : {"a", "0", "team-1", "a_b.c", "\xC3\xA9t\xC3\xA9", "\xE6\x97\xA5"}) {
    EXPECT_TRUE(CheckName(name, 64).ok()) << name;
  }
  for (const char* name : {"", "A", "-a", "_a", ".a", "a b", "a/b", "a\n", "\xC2\xA0", "\xE2\x80\x8B", "\xEF\xBB\xBF",
                           "a\xE2\x80\xAE", "\xC3"}) {
    EXPECT_FALSE(CheckName(name, 64).ok()) << name;
  }
  EXPECT_TRUE(CheckName(std::string(64, 'a'), 64).ok());
  EXPECT_EQ(ErrorFrom(CheckName(std::string(65, 'a'), 64)).reason(), v1::REASON_TOO_LARGE);
}

}  // namespace
}  // namespace conclave::chat
