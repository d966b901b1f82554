#include "server/ops/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <string>

#include "tests/unit/ops/temp_dir.h"

namespace conclave::ops {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

unsigned ModeOf(const fs::path& path) { return static_cast<unsigned>(fs::status(path).permissions()); }

class FilesTest : public ::testing::Test {
 protected:
  [[nodiscard]] std::size_t Entries() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(dir_.path()), fs::directory_iterator()));
  }

  TempDir dir_;
};

TEST_F(FilesTest, WrittenFileIsReadBackWithItsMode) {
  const mode_t before = ::umask(0077);
  ASSERT_TRUE(WriteFile(dir_.path(), {.name = "public", .bytes = "seen"}).ok());
  ::umask(0);
  ASSERT_TRUE(WriteFile(dir_.path(), {.name = "private", .bytes = "hidden", .mode = FileMode::kPrivate}).ok());
  ::umask(before);
  EXPECT_EQ(ReadFile(dir_.path() / "public").value(), "seen");
  EXPECT_EQ(ReadFile(dir_.path() / "private").value(), "hidden");
  EXPECT_EQ(ModeOf(dir_.path() / "public"), 0644U);
  EXPECT_EQ(ModeOf(dir_.path() / "private"), 0600U);
}

TEST_F(FilesTest, FileIsReplacedByAnother) {
  ASSERT_TRUE(WriteFile(dir_.path(), {.name = "file", .bytes = "old and long"}).ok());
  std::ifstream reader(dir_.path() / "file");
  ASSERT_TRUE(WriteFile(dir_.path(), {.name = "file", .bytes = "new"}).ok());
  std::string old;
  std::getline(reader, old);
  // Who had it open still reads the old one whole.
  EXPECT_EQ(old, "old and long");
  EXPECT_EQ(ReadFile(dir_.path() / "file").value(), "new");
  EXPECT_EQ(Entries(), 1U);
}

TEST_F(FilesTest, FailedWriteLeavesNothingBehind) {
  fs::create_directory(dir_.path() / "taken");
  const absl::Status status = WriteFile(dir_.path(), {.name = "taken", .bytes = "x"});
  EXPECT_THAT(status.message(), HasSubstr("cannot write " + (dir_.path() / "taken").string() + ": "));
  EXPECT_EQ(Entries(), 1U);
}

TEST_F(FilesTest, FileIsReadUpToItsBound) {
  ASSERT_TRUE(WriteFile(dir_.path(), {.name = "file", .bytes = "12345"}).ok());
  EXPECT_EQ(ReadFile(dir_.path() / "file", 5).value(), "12345");
  EXPECT_EQ(ReadFile(dir_.path() / "file", 4).status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReadFile(dir_.path() / "none").status().code(), absl::StatusCode::kNotFound);
  EXPECT_FALSE(ReadFile(dir_.path()).ok());
}

TEST_F(FilesTest, DirectoryIsMadeWithItsFilesAndParents) {
  const fs::path target = dir_.path() / "a/b/c/";
  ASSERT_TRUE(WriteDirectory(target, {{.name = "one", .bytes = "1"}, {.name = "two", .bytes = "2"}}).ok());
  EXPECT_EQ(ReadFile(target / "one").value(), "1");
  EXPECT_EQ(ReadFile(target / "two").value(), "2");
  EXPECT_EQ(ModeOf(dir_.path() / "a/b/c"), 0700U);
}

TEST_F(FilesTest, DirectoryThatHoldsSomethingIsLeftAlone) {
  const fs::path target = dir_.path() / "target";
  ASSERT_TRUE(WriteDirectory(target, {{.name = "one", .bytes = "1"}}).ok());
  EXPECT_EQ(WriteDirectory(target, {{.name = "two", .bytes = "2"}}).code(), absl::StatusCode::kAlreadyExists);
  EXPECT_FALSE(fs::exists(target / "two"));
  EXPECT_EQ(Entries(), 1U);
}

TEST_F(FilesTest, EmptyDirectoryIsFilled) {
  fs::create_directory(dir_.path() / "target");
  EXPECT_TRUE(WriteDirectory(dir_.path() / "target", {{.name = "one", .bytes = "1"}}).ok());
  EXPECT_EQ(ModeOf(dir_.path() / "target"), 0700U);
}

TEST_F(FilesTest, RemaindersOfACrashAreRemovedAndNothingElse) {
  fs::create_directory(dir_.path() / ".unfinished-abc123");
  std::ofstream(dir_.path() / ".unfinished-abc123/key") << "secret";
  std::ofstream(dir_.path() / ".unfinished-def456") << "x";
  std::ofstream(dir_.path() / "kept") << "x";
  RemoveUnfinished(dir_.path());
  EXPECT_EQ(Entries(), 1U);
  EXPECT_TRUE(fs::exists(dir_.path() / "kept"));
}

}  // namespace
}  // namespace conclave::ops
