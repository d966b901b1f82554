// Many readers that do not read, under a bound on the server's memory that follows from its limits.
#include <gmock/gmock.h>

#include <iostream>

#include "absl/strings/str_cat.h"
#include "server/core/limits.h"
#include "tests/support/memory_bound.h"
#include "tests/support/scenario.h"

namespace conclave::testing {
namespace {

constexpr std::size_t kMebibyte = 1024 * 1024;
constexpr std::size_t kBoundedOutbox = 128 * 1024;
constexpr std::size_t kBoundedTails = kMebibyte;
constexpr std::size_t kReaders = kSanitized ? 16 : 48;
constexpr std::size_t kFloodTextBytes = 8 * 1024;
// What each of them falls behind: in memory it would be many times the bound.
constexpr std::size_t kBehindBytes = (kSanitized ? 4 : 12) * kMebibyte;
// A connection without what our limits count: TLS, HTTP/2, gRPC's call and buffers.
constexpr std::size_t kConnectionBytes = 256 * 1024;
// What SQLite may cache: 16 MiB for the writer, 4 for each of three readers; and what the allocator keeps.
constexpr std::size_t kCacheBytes = (16 + 3 * 4 + 8) * kMebibyte;
// What the kernel may hold for a connection that is not read; some kernels count it, too.
constexpr std::size_t kSocketBytes = 4 * kMebibyte;

class MemoryLimitTest : public Scenario {
 protected:
  void SetUp() override {
    server().LiftRateLimits();
    server().Configure("limits.outbox_bytes", std::to_string(kBoundedOutbox));
    server().Configure("limits.tail_bytes", std::to_string(kBoundedTails));
    server().Configure("limits.stuck_write", "\"10m\"");
    server().RunBy(bound_.Prefix());
  }

  void Flood(Participant& writer, RoomId room) {
    for (std::size_t sent = 0; sent < kBehindBytes; sent += kFloodTextBytes) {
      writer.Sends(room, absl::StrCat(sent, std::string(kFloodTextBytes - 16, 'x')));
    }
    writer.HasAllAnswers();
  }

  // Outlives the server, which is stopped at the end of each test.
  MemoryBound bound_;
};

TEST_F(MemoryLimitTest, ManySlowReadersStayWithinWhatTheLimitsAddUpTo) {
  Participant& writer = Enters("writer");
  const RoomId lobby = writer.lobby();
  const std::size_t base = server().ResidentBytes();
  const std::size_t derived =
      base + kCacheBytes + kBoundedTails + kReaders * (kBoundedOutbox + kSegmentBytes + kConnectionBytes);
  // Sanitizers need several times as much, and keep what was freed.
  const std::size_t bound = kSanitized ? 6 * derived : derived;
  std::cout << "Bound: " << bound / kMebibyte << " MiB by " << bound_.Describe() << "; the readers fall behind by "
            << kReaders * kBehindBytes / kMebibyte << " MiB\n";
  ASSERT_TRUE(kSanitized || kReaders * kBehindBytes > 3 * bound) << "the bound would prove nothing";
  bound_.Set(bound + kReaders * kSocketBytes, server().pid());

  std::vector<Participant*> slow;
  for (std::size_t i = 0; i < kReaders; ++i) {
    slow.push_back(&Enters(absl::StrCat("slow-", i)));
    slow.back()->Attaches(lobby);
    slow.back()->StopsReading();
  }
  Flood(writer, lobby);
  EXPECT_TRUE(server().IsRunning());
  EXPECT_LE(server().PeakResidentBytes(), bound);

  const Said last = writer.Says(lobby, "the last");
  // All were served alike; a few show that it was well.
  for (std::size_t i = 0; i < kReaders; ++i) {
    if (i % 16 != 0) continue;
    slow[i]->ReadsOn();
    slow[i]->SeesAllUpTo(lobby, last.seq);
    slow[i]->Claims(lobby);
  }
  EXPECT_LE(server().PeakResidentBytes(), bound);
}

}  // namespace
}  // namespace conclave::testing
