// The disk under a running server is full: sends are refused with a type, reads go on, health says so, and all is well
// again when there is space, without a restart of anybody.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "tests/support/health_watch.h"
#include "tests/support/scenario.h"
#include "tests/support/small_disk.h"

namespace conclave::testing {
namespace {

constexpr std::size_t kDiskBytes = 24 * 1024 * 1024;
constexpr std::size_t kLongText = 8 * 1024;

class DiskFullTest : public Scenario {
 protected:
  void SetUp() override {
    server().LiftRateLimits();
    // Made before, so that nothing but the server writes to the small disk.
    for (const char* user : {"writer", "reader"}) IdentityOf(user);
    // Catching up reads the disk.
    server().Configure("limits.tail_bytes", "65536");
    disk_ = std::make_unique<SmallDisk>(server().data_dir(), kDiskBytes);
    server().RunBy(disk_->Prefix());
  }

  static std::string Text(int number) { return absl::StrCat(number, " ", std::string(kLongText, 'x')); }

  // Says so much that the log has to grow; returns the id of the message that was not stored, and why.
  static std::pair<std::string, v1::Reason> SaysUntilRefused(Participant& writer, RoomId room) {
    for (int i = 0; i < 2000; ++i) {
      const std::string command = writer.Sends(room, Text(i));
      const v1::Reason reason = ReasonOf([&] { writer.IsAcked(command); });
      if (reason != v1::REASON_UNSPECIFIED) return {command, reason};
    }
    ADD_FAILURE() << "the disk did not fill up";
    return {};
  }

  std::unique_ptr<SmallDisk> disk_;
};

TEST_F(DiskFullTest, SendsAreRefusedReadsGoOnAndSpaceHealsIt) {
  Participant& writer = Enters("writer");
  Participant& reader = Enters("reader");
  const RoomId lobby = writer.lobby();
  for (Participant* each : {&writer, &reader}) each->Attaches(lobby);
  HealthWatch health(server().address(), reader.identity());
  health.Says(HealthWatch::Status::SERVING);
  const Seq before = writer.Says(lobby, "while there was space").seq;
  disk_->Fill();

  const auto [refused, reason] = SaysUntilRefused(writer, lobby);
  EXPECT_EQ(reason, v1::REASON_FATE_UNKNOWN);
  health.Says(HealthWatch::Status::NOT_SERVING);
  EXPECT_EQ(ReasonOf([&] { writer.Says(lobby, Text(-1)); }), v1::REASON_FATE_UNKNOWN) << "the stream lives on";

  // Everything that was acked can be read, by who is there, who comes back, and in pages.
  const Seq acked = before + writer.acks() - 1;
  reader.SeesAllUpTo(lobby, acked);
  EXPECT_EQ(reader.ReadsHistory(lobby).back().seq(), acked);
  reader.Connects();
  reader.Attaches(lobby, 0);
  reader.SeesAllUpTo(lobby, acked);

  disk_->Free();
  health.Says(HealthWatch::Status::SERVING);
  // The same again under the same id is stored once, whatever became of the first.
  writer.Sends(lobby, writer.TextOf(refused), refused);
  const Seq last = writer.Says(lobby, "there is space again").seq;
  for (Participant* each : {&writer, &reader}) {
    each->SeesAllUpTo(lobby, last);
    each->Claims(lobby);
  }
  // What the check at the end reads has been on the disk.
  server().Kill();
  server().Start();
}

TEST_F(DiskFullTest, AServerThatStartsOnAFullDiskIsReadAndHealsToo) {
  Participant& writer = Enters("writer");
  const RoomId lobby = writer.lobby();
  writer.Attaches(lobby);
  const Seq before = writer.Says(lobby, "while there was space").seq;
  server().Kill();
  disk_->Fill();
  server().Start();
  writer.Connects();
  HealthWatch health(server().address(), writer.identity());
  const auto [refused, reason] = SaysUntilRefused(writer, lobby);
  EXPECT_EQ(reason, v1::REASON_FATE_UNKNOWN);
  health.Says(HealthWatch::Status::NOT_SERVING);
  EXPECT_GE(writer.ReadsHistory(lobby).back().seq(), before);
  disk_->Free();
  health.Says(HealthWatch::Status::SERVING);
  writer.Sends(lobby, writer.TextOf(refused), refused);
  writer.SeesAllUpTo(lobby, writer.Says(lobby, "there is space again").seq);
  writer.Claims(lobby);
}

}  // namespace
}  // namespace conclave::testing
