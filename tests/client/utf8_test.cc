#include "client/utf8.h"

#include <gtest/gtest.h>

namespace conclave::client {
namespace {

TEST(Utf8Test, WellFormedTextOfEveryLengthIsValid) {
  EXPECT_TRUE(IsValidUtf8(""));
  EXPECT_TRUE(IsValidUtf8("a\x7f"));
  EXPECT_TRUE(IsValidUtf8("\xc2\x80\xdf\xbf"));
  EXPECT_TRUE(IsValidUtf8("\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf"));
  EXPECT_TRUE(IsValidUtf8("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"));
}

TEST(Utf8Test, OverlongSurrogateTooHighAndTruncatedAreInvalid) {
  for (const char* text : {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
                           "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xc2", "\xe2\x82", "\xf0\x9f\x98", "\xc2z"}) {
    EXPECT_FALSE(IsValidUtf8(text));
  }
}

TEST(Utf8Test, BadByteIsTakenAlone) {
  std::string_view text = "\xe2zé";
  EXPECT_EQ(TakeCodePoint(text), kInvalidCodePoint);
  EXPECT_EQ(TakeCodePoint(text), U'z');
  EXPECT_EQ(TakeCodePoint(text), U'\u00e9');
  EXPECT_TRUE(text.empty());
}

}  // namespace
}  // namespace conclave::client
