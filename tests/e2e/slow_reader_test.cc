// A reader that stops reading costs the others nothing and the server a bounded amount, and misses nothing.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "server/core/strings.h"
#include "tests/support/scenario.h"

namespace conclave::testing {
namespace {

constexpr std::size_t kOutboxBytes = 128 * 1024;
constexpr std::size_t kTailBytes = 1024 * 1024;
constexpr std::size_t kTextBytes = 4 * 1024;

class SlowReaderTest : public Scenario {
 protected:
  void SetUp() override {
    server().LiftRateLimits();
    server().Configure("limits.outbox_bytes", std::to_string(kOutboxBytes));
    server().Configure("limits.tail_bytes", std::to_string(kTailBytes));
  }

  void LimitStuckWritesTo(std::string_view time) {
    server().Configure("limits.stuck_write", absl::StrCat("\"", ToAbsl(time), "\""));
  }

  // Says so much of so many bytes that all buffers between the server and one reader are full many times over.
  void Flood(Participant& writer, RoomId room, std::size_t megabytes) {
    for (std::size_t sent = 0; sent < megabytes * 1024 * 1024; sent += kTextBytes) {
      writer.Sends(room, absl::StrCat(number_++, std::string(kTextBytes - 16, 'x')));
    }
    writer.HasAllAnswers();
  }

 private:
  int number_ = 0;
};

TEST_F(SlowReaderTest, OthersAreServedAndTheReaderCatchesUpCompletely) {
  LimitStuckWritesTo("10m");
  constexpr std::size_t kMegabytes = kSanitized ? 4 : 24;
  Participant& writer = Enters("writer");
  Participant& quick = Enters("quick");
  Participant& slow = Enters("slow");
  const RoomId lobby = writer.lobby();
  for (Participant* each : {&writer, &quick, &slow}) each->Attaches(lobby);
  slow.StopsReading();
  Flood(writer, lobby, kMegabytes);
  const Said last = writer.Says(lobby, "the last");
  quick.Sees(lobby, "the last");
  EXPECT_LT(slow.CursorOf(lobby), last.seq) << "the slow reader was to be behind";
  slow.ReadsOn();
  slow.SeesAllUpTo(lobby, last.seq);
  writer.Says(lobby, "live again");
  for (Participant* each : {&writer, &quick, &slow}) {
    each->Sees(lobby, "live again");
    each->Claims(lobby);
  }
}

TEST_F(SlowReaderTest, MemoryStaysBoundedHoweverMuchOneReaderIsBehind) {
  LimitStuckWritesTo("10m");
  constexpr std::size_t kSlowReaders = 8;
  constexpr std::size_t kFirstMegabytes = kSanitized ? 4 : 16;
  constexpr std::size_t kMoreMegabytes = kSanitized ? 8 : 48;
  Participant& writer = Enters("writer");
  const RoomId lobby = writer.lobby();
  std::vector<Participant*> slow;
  for (std::size_t i = 0; i < kSlowReaders; ++i) {
    slow.push_back(&Enters(absl::StrCat("slow-", i)));
    slow.back()->Attaches(lobby);
    slow.back()->StopsReading();
  }
  // Everything that fills up has filled up after this: outboxes, writes in flight, tails, caches, the allocator.
  Flood(writer, lobby, kFirstMegabytes);
  const std::size_t before = server().ResidentBytes();
  Flood(writer, lobby, kMoreMegabytes);
  const std::size_t after = server().ResidentBytes();
  const std::size_t bound = kSlowReaders * (kOutboxBytes + 64 * 1024) + kTailBytes + 8 * 1024 * 1024;
  if (!kSanitized) {
    EXPECT_LT(after, before + bound) << "grew by " << (after - before) / 1024 << " KiB while " << kSlowReaders
                                     << " readers fell behind by " << kMoreMegabytes << " MiB each";
  }
  const Said last = writer.Says(lobby, "the last");
  for (Participant* each : slow) each->ReadsOn();
  for (Participant* each : slow) {
    each->SeesAllUpTo(lobby, last.seq);
    each->Claims(lobby);
  }
}

TEST_F(SlowReaderTest, AReaderThatGoesAwayWhileBehindResumesWhereItWas) {
  LimitStuckWritesTo("10m");
  Participant& writer = Enters("writer");
  Participant& slow = Enters("slow");
  const RoomId lobby = writer.lobby();
  slow.Attaches(lobby);
  slow.StopsReading();
  Flood(writer, lobby, kSanitized ? 2 : 8);
  slow.Connects();
  const Said last = writer.Says(lobby, "the last");
  slow.SeesAllUpTo(lobby, last.seq);
  slow.Claims(lobby);
}

TEST_F(SlowReaderTest, AWriteNobodyTakesForTooLongEndsTheStreamAndTheReaderResumes) {
  LimitStuckWritesTo("1s");
  server().Configure("limits.streams_per_device", "1");
  Participant& writer = Enters("writer");
  Participant& slow = Enters("slow");
  const RoomId lobby = writer.lobby();
  slow.Attaches(lobby);
  slow.StopsReading();
  Flood(writer, lobby, kSanitized ? 4 : 8);
  // The place of the stuck stream is free when the server has ended it.
  Participant& other = Arrives("slow", "laptop", 2);
  while (ReasonOf([&] { other.Connects(); }) == v1::REASON_LIMIT_REACHED) {
  }
  slow.ReadsOn();
  EXPECT_FALSE(slow.SeesTheEnd().ok());
  other.Disconnects();
  while (ReasonOf([&] { slow.Connects(); }) == v1::REASON_LIMIT_REACHED) {
  }
  slow.SeesAllUpTo(lobby, writer.Says(lobby, "the last").seq);
  slow.Claims(lobby);
}

}  // namespace
}  // namespace conclave::testing
