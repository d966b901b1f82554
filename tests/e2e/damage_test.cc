// Damage to the files under the server: it is noticed, what is damaged is named, nothing is deleted, and all that is
// not damaged goes on.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/support/scenario.h"

namespace conclave::testing {
namespace {

using ::testing::HasSubstr;

constexpr char kMarker[] = "the text whose page will be damaged";

// Reads and writes the database behind the server's back, and leaves the log alone at its end.
class Intruder {
 public:
  explicit Intruder(const std::filesystem::path& path) {
    EXPECT_EQ(sqlite3_open(path.c_str(), &connection_), SQLITE_OK);
    sqlite3_db_config(connection_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    sqlite3_busy_timeout(connection_, 10'000);
  }
  ~Intruder() { sqlite3_close(connection_); }
  Intruder(const Intruder&) = delete;
  Intruder& operator=(const Intruder&) = delete;

  // Returns the first column of the last row.
  std::string Run(const std::string& sql) {
    std::string value;
    const auto keep = [](void* out, int, char** columns, char**) {
      *static_cast<std::string*>(out) = columns[0] == nullptr ? "" : columns[0];
      return 0;
    };
    EXPECT_EQ(sqlite3_exec(connection_, sql.c_str(), keep, &value, nullptr), SQLITE_OK) << sqlite3_errmsg(connection_);
    return value;
  }

 private:
  sqlite3* connection_ = nullptr;
};

class DamageTest : public Scenario {
 protected:
  void SetUp() override {
    server().LiftRateLimits();
    // Old events are read from the disk, not from memory.
    server().Configure("limits.tail_bytes", "65536");
  }

  std::filesystem::path FileOf(const char* name) { return server().data_dir() / name; }

  // Two rooms with more than memory holds of the first.
  void Furnish() {
    writer_ = &Enters("writer");
    reader_ = &Enters("reader");
    lobby_ = writer_->lobby();
    room_ = RoomId(writer_->Creates(v1::ROOM_KIND_PUBLIC, "room").room_id());
    reader_->Joins(room_);
    writer_->Attaches(room_);
    writer_->Attaches(lobby_);
    for (int i = 0; i < 40; ++i) {
      writer_->Sends(room_, absl::StrCat(i == 20 ? kMarker : "", " ", i, std::string(4000, 'x')));
    }
    writer_->HasAllAnswers();
    writer_->Says(lobby_, "here all is well");
  }

  // The reader is told that the room is damaged; others and other rooms go on.
  void OnlyTheRoomIsRefused() {
    reader_->Attaches(room_, 0);
    EXPECT_EQ(reader_->SeesErrorAbout(room_).reason(), v1::REASON_DATA_DAMAGED);
    reader_->Attaches(lobby_, 0);
    const Said elsewhere = writer_->Says(lobby_, "elsewhere life goes on");
    reader_->SeesAllUpTo(lobby_, elsewhere.seq);
    const Said there = writer_->Says(room_, "and here, too, for what is new");
    writer_->SeesAllUpTo(room_, there.seq);
  }

  // Both get everything there is.
  void AllIsWell() {
    const Seq last = writer_->Says(room_, "all is well again").seq;
    for (Participant* each : {writer_, reader_}) {
      each->SeesAllUpTo(room_, last);
      each->Claims(room_);
    }
  }

  // A start that is to fail: one sentence, which names `what`, and no file is another one after it.
  void RefusesToStart(const char* what) {
    const std::string database = ReadFile(FileOf("conclave.db"));
    const bool has_log = std::filesystem::exists(FileOf("conclave.db-wal"));
    const std::string log = has_log ? ReadFile(FileOf("conclave.db-wal")) : "";
    const Finished finished = RunToEnd(server().RunCommand());
    EXPECT_GT(finished.exit.code.value_or(0), 0) << finished.exit;
    int sentences = 0;
    for (const auto line : absl::StrSplit(finished.error_output, '\n')) {
      if (absl::StartsWith(line, "conclaved: ")) ++sentences;
    }
    EXPECT_EQ(sentences, 1) << finished.error_output;
    EXPECT_THAT(finished.error_output, HasSubstr(what));
    EXPECT_TRUE(ReadFile(FileOf("conclave.db")) == database) << "the database was changed";
    const bool has_log_now = std::filesystem::exists(FileOf("conclave.db-wal"));
    EXPECT_TRUE((has_log_now ? ReadFile(FileOf("conclave.db-wal")) : "") == log) << "the log was changed";
  }

  // Puts other bytes in place of some; returns what was there.
  std::string Overwrite(const char* name, std::size_t at, const std::string& bytes) {
    std::string old = ReadFile(FileOf(name)).substr(at, bytes.size());
    std::fstream file(FileOf(name), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(at));
    file << bytes;
    EXPECT_TRUE(file.flush());
    return old;
  }

  Participant* writer_ = nullptr;
  Participant* reader_ = nullptr;
  RoomId lobby_;
  RoomId room_;
};

TEST_F(DamageTest, ARowChangedBehindTheServersBackIsNamedAndNotServed) {
  Furnish();
  Intruder intruder(FileOf("conclave.db"));
  const std::string row = absl::StrCat("room_id = ", room_.value(), " AND seq = 5");
  const std::string count = intruder.Run("SELECT count(*) FROM event");
  const std::string good = intruder.Run(absl::StrCat("SELECT hex(bytes) FROM event WHERE ", row));
  intruder.Run(absl::StrCat("UPDATE event SET bytes = zeroblob(length(bytes)) WHERE ", row));
  OnlyTheRoomIsRefused();
  EXPECT_THAT(server().Log(), HasSubstr(absl::StrCat("event 5 of room ", room_.value())));
  // What lies beyond the damage can be had.
  v1::GetHistoryRequest beyond;
  beyond.set_room_id(room_.value());
  beyond.set_after_seq(5);
  EXPECT_EQ(reader_->ReadsPage(beyond).events(0).room_event().seq(), 6u);
  EXPECT_EQ(intruder.Run("SELECT count(*) FROM event"), std::to_string(std::stoi(count) + 2)) << "nothing is deleted";
  intruder.Run(absl::StrCat("UPDATE event SET bytes = x'", good, "' WHERE ", row));
  reader_->Attaches(room_, 0);
  AllIsWell();
}

TEST_F(DamageTest, ADamagedPageCostsItsRoomOnly) {
  Furnish();
  EXPECT_EQ(server().Stop(), Exit{.code = 0});
  const std::size_t at = ReadFile(FileOf("conclave.db")).find(kMarker);
  ASSERT_NE(at, std::string::npos);
  constexpr std::size_t kPage = 4096;
  const std::string good = Overwrite("conclave.db", at / kPage * kPage, std::string(kPage, '\xff'));
  server().Start();
  writer_->Connects();
  reader_->Connects();
  OnlyTheRoomIsRefused();
  EXPECT_THAT(server().Log(), HasSubstr("stored data is damaged"));
  // Pages in the memory of SQLite would hide that it is mended.
  EXPECT_EQ(server().Stop(), Exit{.code = 0});
  Overwrite("conclave.db", at / kPage * kPage, good);
  server().Start();
  writer_->Connects();
  reader_->Connects();
  AllIsWell();
}

TEST_F(DamageTest, ADatabaseWithADamagedHeaderIsRefusedAndLeftAlone) {
  Furnish();
  EXPECT_EQ(server().Stop(), Exit{.code = 0});
  const std::string good = Overwrite("conclave.db", 0, std::string(16, 'x'));
  RefusesToStart("conclave.db");
  Overwrite("conclave.db", 0, good);
}

TEST_F(DamageTest, ADatabaseWithADamagedSchemaIsRefusedAndLeftAlone) {
  Furnish();
  EXPECT_EQ(server().Stop(), Exit{.code = 0});
  const std::string good = Overwrite("conclave.db", 100, std::string(8, '\xff'));
  RefusesToStart("conclave.db");
  Overwrite("conclave.db", 100, good);
}

// SQLite would take what comes before the damage, and forget the acked rest without a word.
TEST_F(DamageTest, ALogWithDamageInTheMiddleIsRefusedAndLeftAlone) {
  Enters("early");
  // Keeps the log from being begun anew.
  Intruder intruder(FileOf("conclave.db"));
  intruder.Run("BEGIN; SELECT count(*) FROM event");
  Furnish();
  server().Kill();
  const std::size_t middle = std::filesystem::file_size(FileOf("conclave.db-wal")) / 2;
  const std::string good = Overwrite("conclave.db-wal", middle, "damage");
  RefusesToStart("conclave.db-wal");
  Overwrite("conclave.db-wal", middle, good);
}

// What a crash leaves: the last commit is not whole. Nobody was told that it was done.
TEST_F(DamageTest, ALogThatEndsWithinACommitIsNoDamage) {
  Enters("early");
  Intruder intruder(FileOf("conclave.db"));
  intruder.Run("BEGIN; SELECT count(*) FROM event");
  Furnish();
  server().Kill();
  const std::string log = ReadFile(FileOf("conclave.db-wal"));
  // Bytes of a commit that was never finished: a frame header that fits nothing, and nothing behind it.
  WriteFile(FileOf("conclave.db-wal"), log + std::string(24 + 4096, '\x01'));
  server().Start();
  writer_->Connects();
  reader_->Connects();
  reader_->Attaches(room_, 0);
  AllIsWell();
}

}  // namespace
}  // namespace conclave::testing
