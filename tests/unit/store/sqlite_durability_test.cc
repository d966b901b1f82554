#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/support/faulty_disk.h"
#include "tests/unit/store/raw_database.h"
#include "tests/unit/store/store_contract.h"

namespace conclave::store {
namespace {

namespace fs = std::filesystem;

constexpr char kMarker[] = "the text that will be damaged";

// One room in a SQLite store on a disk that can fail.
class SqliteDurabilityTest : public testing::Test {
 protected:
  static constexpr std::uint64_t kWalRestartBytes = 1 << 20;

  void SetUp() override { Open(); }

  void Open() {
    store_.reset();
    store_ = Must(
        SqliteStore::Open({.path = path_, .readers = 2, .wal_restart_bytes = kWalRestartBytes, .vfs = disk_.vfs()}));
    ASSERT_NE(store_, nullptr);
  }

  absl::Status Append(const std::string& text) {
    CommitBatch batch{.rooms = {Room(1, "room")}, .events = {Event(1, head_ + 1, text)}};
    batch.rooms.front().head = head_ + 1;
    absl::Status status = store_->Commit(batch);
    if (status.ok()) ++head_;
    return status;
  }

  void AppendMany(int count, std::size_t bytes) {
    for (int i = 0; i < count; ++i) {
      const absl::Status status = Append(std::string(bytes, 'x'));
      ASSERT_TRUE(status.ok()) << status;
    }
  }

  absl::StatusOr<EventPage> Page() { return store_->LoadPage({RoomId(1), 0, Direction::kForward, kNoLimit, kNoLimit}); }
  void HoldsAllThatWasAccepted() { EXPECT_EQ(Must(Page()).events.size(), head_); }

  [[nodiscard]] std::uintmax_t WalFileBytes() const { return fs::file_size(path_ + "-wal"); }

  // Changes one byte of the closed database's file, in the middle of the marker.
  void FlipAByteOfTheMarker() const {
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    const std::size_t at = bytes.find(kMarker);
    ASSERT_NE(at, std::string::npos);
    file.seekp(static_cast<std::streamoff>(at + 4));
    file.put(static_cast<char>(bytes[at + 4] ^ 1));
  }

  // The files as a crash leaves them, in a directory of their own; returns the database's path.
  std::string CopyTo(const TempDir& directory) const {
    std::string copy = directory.File("conclave.db");
    for (const char* suffix : {"", "-wal"}) fs::copy(path_ + suffix, copy + suffix);
    return copy;
  }

  // What opening a copy says after one byte of its log was changed.
  [[nodiscard]] absl::Status StatusWithADamagedLog(std::uintmax_t at) const {
    const TempDir after;
    const std::string copy = CopyTo(after);
    {
      std::fstream log(copy + "-wal", std::ios::in | std::ios::out | std::ios::binary);
      log.seekg(static_cast<std::streamoff>(at));
      const int byte = log.get();
      log.seekp(static_cast<std::streamoff>(at));
      log.put(static_cast<char>(byte ^ 1));
    }
    return SqliteStore::Open({.path = copy}).status();
  }

  const TempDir directory_;
  const std::string path_ = directory_.File("conclave.db");
  FaultyDisk disk_;
  std::unique_ptr<SqliteStore> store_;
  Seq head_ = 0;
};

TEST_F(SqliteDurabilityTest, CommitReturnsAfterItIsFlushedToDisk) {
  ASSERT_TRUE(Append("first").ok());
  const std::uint64_t before = disk_.syncs();
  ASSERT_TRUE(Append("second").ok());
  EXPECT_EQ(disk_.syncs(), before + 1);
}

TEST_F(SqliteDurabilityTest, CrashLosesNothingThatWasCommitted) {
  AppendMany(20, 1000);
  ASSERT_TRUE(store_->Checkpoint().ok());
  AppendMany(20, 1000);
  // What a crash leaves: the files as they are, without the log's index, and nobody to close them.
  const TempDir after;
  const auto recovered = Must(SqliteStore::Open({.path = CopyTo(after)}));
  EXPECT_EQ(Must(recovered->LoadPage({RoomId(1), 0, Direction::kForward, kNoLimit, kNoLimit})).events.size(), 40u);
}

TEST_F(SqliteDurabilityTest, FullOrFailingDiskRefusesCommitsAndRecoversByItself) {
  AppendMany(3, 10);
  for (const DiskFault fault : {DiskFault::kFull, DiskFault::kWriteError, DiskFault::kSyncError}) {
    disk_.Fail(fault);
    for (int i = 0; i < 3; ++i) {
      const absl::Status status = Append("refused");
      EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
      EXPECT_NE(status.ToString().find("unknown whether the batch was written"), std::string::npos) << status;
    }
    // Reads go on.
    HoldsAllThatWasAccepted();
    disk_.Fail(DiskFault::kNone);
    AppendMany(3, 10);
    HoldsAllThatWasAccepted();
  }
  Open();
  HoldsAllThatWasAccepted();
}

TEST_F(SqliteDurabilityTest, BatchLargerThanTheCacheMeetsAFullDiskBeforeItsEnd) {
  AppendMany(1, 10);
  CommitBatch large;
  for (Seq seq = 2; seq < 1200; ++seq) large.events.push_back(Event(1, seq, std::string(30'000, 'x')));
  disk_.Fail(DiskFault::kFull);
  EXPECT_EQ(store_->Commit(large).code(), absl::StatusCode::kUnavailable);
  disk_.Fail(DiskFault::kNone);
  AppendMany(3, 10);
  HoldsAllThatWasAccepted();
}

TEST_F(SqliteDurabilityTest, FailingReadIsUnavailableAndRecoversByItself) {
  AppendMany(50, 2000);
  Open();
  disk_.Fail(DiskFault::kReadError);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(Page().status().code(), absl::StatusCode::kUnavailable);
  disk_.Fail(DiskFault::kNone);
  for (int i = 0; i < 4; ++i) HoldsAllThatWasAccepted();
}

TEST_F(SqliteDurabilityTest, FailingCheckpointLosesNothing) {
  AppendMany(50, 2000);
  disk_.Fail(DiskFault::kFull);
  EXPECT_EQ(store_->Checkpoint().code(), absl::StatusCode::kUnavailable);
  HoldsAllThatWasAccepted();
  disk_.Fail(DiskFault::kNone);
  EXPECT_TRUE(store_->Checkpoint().ok());
  HoldsAllThatWasAccepted();
}

TEST_F(SqliteDurabilityTest, LogIsOverwrittenInPlaceAfterACheckpoint) {
  AppendMany(20, 2000);
  const auto size = WalFileBytes();
  ASSERT_TRUE(store_->Checkpoint().ok());
  AppendMany(10, 2000);
  EXPECT_EQ(WalFileBytes(), size);
  EXPECT_LT(store_->GetCounters().wal_bytes, size);
  EXPECT_EQ(store_->GetCounters().wal_restarts, 0u);
}

TEST_F(SqliteDurabilityTest, LogThatGrewTooLargeIsRestartedBetweenCommits) {
  AppendMany(400, 8000);
  EXPECT_GE(store_->GetCounters().wal_restarts, 3u);
  EXPECT_LT(WalFileBytes(), kWalRestartBytes + 64 * 1024);
  HoldsAllThatWasAccepted();
}

TEST_F(SqliteDurabilityTest, ReaderInTheWayDelaysTheRestartAndNothingElse) {
  AppendMany(1, 8000);
  {
    RawDatabase reader(path_);
    reader.Execute("BEGIN; SELECT * FROM room");
    AppendMany(120, 8000);
    EXPECT_EQ(store_->GetCounters().wal_restarts, 0u);
  }
  AppendMany(20, 8000);
  EXPECT_EQ(store_->GetCounters().wal_restarts, 1u);
  HoldsAllThatWasAccepted();
}

// SQLite takes a log as far as it holds: what was committed after the damage would be gone without a word.
TEST_F(SqliteDurabilityTest, LogThatIsDamagedBeforeALaterCommitIsRefused) {
  AppendMany(20, 3000);
  constexpr std::uintmax_t kHeader = 32;
  constexpr std::uintmax_t kFrame = 24 + 4096;
  const std::uintmax_t frames = (WalFileBytes() - kHeader) / kFrame;
  for (const std::uintmax_t frame : {std::uintmax_t{0}, std::uintmax_t{1}, frames / 2}) {
    // Its page's number, its salt, its checksum, its page.
    for (const std::uintmax_t within : {0U, 8U, 17U, 1000U}) {
      const absl::Status status = StatusWithADamagedLog(kHeader + frame * kFrame + within);
      EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << "frame " << frame << " byte " << within;
      EXPECT_NE(status.message().find(absl::StrCat("conclave.db-wal is damaged in frame ", frame + 1)),
                std::string::npos)
          << status;
    }
  }
  EXPECT_NE(StatusWithADamagedLog(18).message().find("in its header"), std::string::npos);
  // As a crash within the last commit would leave it.
  EXPECT_TRUE(StatusWithADamagedLog(kHeader + (frames - 1) * kFrame + 1000).ok());
}

TEST_F(SqliteDurabilityTest, WhatFailedCommitsLeaveInTheLogIsNoDamage) {
  AppendMany(3, 3000);
  for (const Seq events : {40U, 20U, 5U}) {
    CommitBatch failing;
    for (Seq seq = head_ + 1; seq <= head_ + events; ++seq)
      failing.events.push_back(Event(1, seq, std::string(3000, 'y')));
    disk_.Fail(DiskFault::kSyncError);
    EXPECT_EQ(store_->Commit(failing).code(), absl::StatusCode::kUnavailable);
    disk_.Fail(DiskFault::kNone);
  }
  AppendMany(1, 10);
  const TempDir after;
  const auto recovered = Must(SqliteStore::Open({.path = CopyTo(after)}));
  EXPECT_EQ(Must(recovered->LoadPage({RoomId(1), 0, Direction::kForward, kNoLimit, kNoLimit})).events.size(), head_);
}

TEST_F(SqliteDurabilityTest, DamageIsReportedOnceHoweverOftenItIsMet) {
  AppendMany(3, 10);
  store_.reset();
  RawDatabase(path_).Execute("UPDATE event SET bytes = x'00' WHERE seq = 2");
  std::vector<std::string> reported;
  store_ = Must(SqliteStore::Open(
      {.path = path_, .on_damage = [&](const absl::Status& damage) { reported.emplace_back(damage.message()); }}));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Page().status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(reported, std::vector<std::string>{"event 2 of room 1 does not match its checksum"});
}

TEST_F(SqliteDurabilityTest, DamagedBytesOfAnEventAreNamedAndNotServed) {
  AppendMany(2, 10);
  ASSERT_TRUE(Append(kMarker).ok());
  AppendMany(2, 10);
  store_.reset();
  FlipAByteOfTheMarker();
  Open();
  const auto page = Page();
  EXPECT_EQ(page.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(page.status().message(), "event 3 of room 1 does not match its checksum");
  // What is not damaged is served.
  EXPECT_EQ(SeqsOf(Must(store_->LoadPage({RoomId(1), 3, Direction::kForward, 10, kNoLimit}))),
            (std::vector<Seq>{4, 5}));
}

TEST_F(SqliteDurabilityTest, EventFiledUnderOtherNumbersIsNamedAndNotServed) {
  AppendMany(2, 10);
  RoomRow other = Room(2, "other");
  other.head = 2;
  ASSERT_TRUE(store_->Commit({.rooms = {other}}).ok());
  const auto page_after = [this](const char* damage, std::uint64_t room) {
    store_.reset();
    RawDatabase(path_).Execute(damage);
    Open();
    return std::string(store_->LoadPage({RoomId(room), 0, Direction::kForward, 10, kNoLimit}).status().message());
  };
  EXPECT_EQ(page_after("UPDATE event SET ends_for_user_id = 5 WHERE seq = 2", 1),
            "event 2 of room 1 does not match its checksum");
  EXPECT_EQ(page_after("DELETE FROM event WHERE seq = 2; UPDATE event SET room_id = 2", 2),
            "event 1 of room 2 does not match its checksum");
  EXPECT_EQ(page_after("UPDATE event SET room_id = 1, seq = 2", 1), "event 2 of room 1 does not match its checksum");
}

TEST_F(SqliteDurabilityTest, DamagedPagesOfTheFileAreALoss) {
  AppendMany(200, 2000);
  store_.reset();
  {
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    // Spares what opening reads: the header and the schema.
    file.seekp(40 * 4096);
    file << std::string(60 * 4096, '\xff');
  }
  Open();
  EXPECT_EQ(Page().status().code(), absl::StatusCode::kDataLoss);
  EXPECT_NE(Page().status().message().find(path_), absl::string_view::npos) << Page().status();
}

}  // namespace
}  // namespace conclave::store
