#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "server/store/sqlite/sqlite_store.h"
#include "tests/support/faulty_disk.h"
#include "tests/unit/store/raw_database.h"
#include "tests/unit/store/store_contract.h"

namespace conclave::store {
namespace {

class FixedRandom final : public Random {
 public:
  explicit FixedRandom(std::uint64_t id) : bits_(id << 11) {}
  std::uint64_t Next() override { return bits_; }

 private:
  const std::uint64_t bits_;
};

class SqliteOpenTest : public testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<SqliteStore>> Open() { return SqliteStore::Open({.path = path_}); }

  // The store is refused with that code and a sentence that names its file and holds `why`.
  void Refused(absl::StatusCode code, std::string_view why) {
    const absl::Status status = Open().status();
    EXPECT_EQ(status.code(), code) << status;
    const std::string text(status.message());
    EXPECT_NE(text.find(path_), std::string::npos) << text;
    EXPECT_NE(text.find(why), std::string::npos) << text;
    EXPECT_EQ(text.back(), '.') << text;
  }

  const TempDir directory_;
  std::string path_ = directory_.File("conclave.db");
};

TEST_F(SqliteOpenTest, NewStoreTakesItsEpochFromChanceAndKeepsIt) {
  FixedRandom first(4711);
  FixedRandom second(4712);
  const SqliteOptions options{.path = path_, .random = &first};
  EXPECT_EQ(Must(SqliteStore::Open(options))->GetHeader().epoch, 4711u);
  SqliteOptions again = options;
  again.random = &second;
  EXPECT_EQ(Must(SqliteStore::Open(again))->GetHeader().epoch, 4711u);
}

TEST_F(SqliteOpenTest, ReopenedStoreHoldsEverything) {
  RoomRow room = Room(1, "room");
  room.head = 2;
  const CommitBatch batch{.users = {User(1, "alice")},
                          .devices = {Device(1, 1)},
                          .rooms = {room},
                          .members = {Member(1, 1)},
                          .visibilities = {{RoomId(1), UserId(1), 1, 1}},
                          .events = {Event(1, 1, "one"), Event(1, 2, "two")},
                          .commands = {Command(1, 7, 2)}};
  ASSERT_TRUE(Must(Open())->Commit(batch).ok());

  const auto store = Must(Open());
  EXPECT_EQ(Must(store->LoadUser(UserId(1))), batch.users.front());
  EXPECT_EQ(Must(store->LoadDevice(DeviceId(1))), batch.devices.front());
  EXPECT_EQ(Must(store->LoadRoom(RoomId(1))), room);
  EXPECT_EQ(Must(store->LoadMember(RoomId(1), UserId(1))), batch.members.front());
  EXPECT_EQ(Must(store->LoadVisibilities(RoomId(1), UserId(1))), batch.visibilities);
  EXPECT_EQ(Must(store->LoadPage({RoomId(1), 0, Direction::kForward, 10, 1000})).events, batch.events);
  EXPECT_EQ(Must(store->LoadCommand(DeviceId(1), batch.commands.front().id)), batch.commands.front());
}

TEST_F(SqliteOpenTest, SecondOpenerIsRefusedUntilTheFirstCloses) {
  auto first = Must(Open());
  Refused(absl::StatusCode::kUnavailable, "in use by another process");
  first.reset();
  EXPECT_TRUE(Open().ok());
}

TEST_F(SqliteOpenTest, FileThatIsNoDatabaseIsRefusedAndLeftAlone) {
  const std::string text(8192, 'x');
  std::ofstream(path_) << text;
  Refused(absl::StatusCode::kDataLoss, "is damaged or not a store");
  std::ifstream file(path_);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), text);
}

TEST_F(SqliteOpenTest, DatabaseOfAnotherProgramIsRefused) {
  RawDatabase(path_).Execute("CREATE TABLE theirs (id INTEGER)");
  Refused(absl::StatusCode::kDataLoss, "another program");
}

TEST_F(SqliteOpenTest, NewerSchemaIsRefused) {
  Must(Open()).reset();
  RawDatabase(path_).Execute("PRAGMA user_version = 1000");
  Refused(absl::StatusCode::kFailedPrecondition, "newer version of this program: its schema has version 1000");
}

TEST_F(SqliteOpenTest, DirectoryThatCannotBeWrittenIsRefused) {
  std::ofstream(directory_.File("file")) << "not a directory";
  path_ = directory_.File("file/conclave.db");
  Refused(absl::StatusCode::kPermissionDenied, "Cannot write");
  path_ = directory_.File("absent/conclave.db");
  Refused(absl::StatusCode::kPermissionDenied, "Cannot write");
}

TEST_F(SqliteOpenTest, PathOfADirectoryIsRefused) {
  std::filesystem::create_directory(path_);
  Refused(absl::StatusCode::kUnavailable, "cannot be opened");
}

TEST_F(SqliteOpenTest, NobodyElseMayReadTheFiles) {
  const auto store = Must(Open());
  ASSERT_TRUE(store->Commit({.users = {User(1, "alice")}}).ok());
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
    struct stat status {};
    ASSERT_EQ(stat((path_ + suffix).c_str(), &status), 0) << suffix;
    EXPECT_EQ(status.st_mode & 0777u, 0600u) << suffix;
  }
}

TEST_F(SqliteOpenTest, DiskThatIsFullAtCreationLeavesNothingHalfMade) {
  FaultyDisk disk;
  disk.Fail(DiskFault::kFull);
  const SqliteOptions options{.path = path_, .vfs = disk.vfs()};
  EXPECT_EQ(SqliteStore::Open(options).status().code(), absl::StatusCode::kUnavailable);
  disk.Fail(DiskFault::kNone);
  const auto store = Must(SqliteStore::Open(options));
  EXPECT_TRUE(store->Commit({.users = {User(1, "alice")}}).ok());
}

}  // namespace
}  // namespace conclave::store
