#include "cli/line_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <string>
#include <vector>

namespace conclave::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class LineReaderTest : public ::testing::Test {
 protected:
  ~LineReaderTest() override {
    close(pipe_[0]);
    if (pipe_[1] >= 0) close(pipe_[1]);
  }

  void Writes(const std::string& text) {
    ASSERT_EQ(write(pipe_[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  void Ends() {
    close(pipe_[1]);
    pipe_[1] = -1;
  }
  std::vector<std::string> Lines() {
    reader_.Fill();
    std::vector<std::string> lines;
    for (std::string line; reader_.Next(line);) lines.push_back(line);
    return lines;
  }

  static std::array<int, 2> Pipe() {
    std::array<int, 2> ends{};
    EXPECT_EQ(pipe(ends.data()), 0);
    return ends;
  }

  std::array<int, 2> pipe_ = Pipe();
  LineReader reader_{pipe_[0]};
};

TEST_F(LineReaderTest, GivesWholeLinesOnly) {
  Writes("one\ntw");
  EXPECT_THAT(Lines(), ElementsAre("one"));
  Writes("o\n\nthree\n");
  EXPECT_THAT(Lines(), ElementsAre("two", "", "three"));
  EXPECT_FALSE(reader_.AtEnd());
}

TEST_F(LineReaderTest, LastLineNeedsNoLineFeed) {
  Writes("one\ntwo");
  Ends();
  EXPECT_THAT(Lines(), ElementsAre("one"));
  EXPECT_THAT(Lines(), ElementsAre("two"));
  EXPECT_TRUE(reader_.AtEnd());
}

TEST_F(LineReaderTest, EmptyInputHasNoLine) {
  Ends();
  EXPECT_THAT(Lines(), IsEmpty());
  EXPECT_TRUE(reader_.AtEnd());
}

}  // namespace
}  // namespace conclave::cli
