// The server is killed under load, again and again, and nobody loses or doubles anything.
#include <gmock/gmock.h>

#include <atomic>

#include "absl/strings/str_cat.h"
#include "tests/support/scenario.h"

namespace conclave::testing {
namespace {

constexpr int kWriters = 4;
constexpr int kReaders = 3;
constexpr int kKills = 5;
constexpr std::string_view kTheEnd = "the end";

// Writers pipeline into two rooms and readers follow them, all of them coming back whenever the server does. The
// parameter is the seed.
class KillTest : public Scenario, public ::testing::WithParamInterface<std::uint64_t> {
 protected:
  void SetUp() override {
    server().LiftRateLimits();
    for (int i = 0; i < kWriters; ++i) writers_.push_back(&Enters(absl::StrCat("writer-", i)));
    for (int i = 0; i < kReaders; ++i) readers_.push_back(&Enters(absl::StrCat("reader-", i)));
    Participant& founder = *writers_.front();
    rooms_ = {founder.lobby(), RoomId(founder.Creates(v1::ROOM_KIND_PUBLIC, "garden").room_id())};
    everybody_ = writers_;
    everybody_.insert(everybody_.end(), readers_.begin(), readers_.end());
    for (Participant* each : everybody_) {
      each->Joins(rooms_[1]);
      for (const RoomId room : rooms_) each->Attaches(room);
    }
  }

  // Does something, coming back as often as the stream ends before it is done.
  template <typename Act>
  static void Persist(Participant& client, const Act& act) {
    for (bool done = false; !done;) {
      try {
        act();
        done = true;
      } catch (const StreamEnded&) {
        client.Connects();
      }
    }
  }

  void Write(Participant& writer, std::uint64_t seed) {
    Chance chance(seed);
    for (int i = 0; !enough_; ++i) {
      const RoomId room = rooms_[chance.Below(rooms_.size())];
      const std::string text =
          absl::StrCat(writer.name(), " ", i, std::string(chance.OneIn(10) ? chance.Below(8000) : 0, '.'));
      Persist(writer, [&] { writer.Sends(room, text); });
    }
    Persist(writer, [&] { writer.HasAllAnswers(); });
  }

  void Follow(Participant& reader) {
    for (const RoomId room : rooms_) Persist(reader, [&] { reader.Sees(room, kTheEnd); });
  }

  // Somewhere in the stream of answers, at times before the first one.
  void KillAtAMomentOf(Chance& chance) {
    Participant& watched = *writers_[chance.Below(writers_.size())];
    const std::size_t acks = watched.acks() + (chance.OneIn(5) ? 0 : 1 + chance.Below(kSanitized ? 40 : 200));
    watched.WaitsOverStreamsFor("acks", [&](const ClientState& state) { return state.acks >= acks; });
    server().Kill();
    server().Start();
  }

  std::vector<Participant*> writers_;
  std::vector<Participant*> readers_;
  std::vector<Participant*> everybody_;
  std::vector<RoomId> rooms_;
  std::atomic<bool> enough_ = false;
};

TEST_P(KillTest, NothingAckedIsLostAndNobodyMissesAnything) {
  const std::uint64_t seed = SeedOr(GetParam());
  SCOPED_TRACE(absl::StrCat("CONCLAVE_TEST_SEED=", seed));
  Chance chance(seed);
  Crew readers;
  for (Participant* reader : readers_) readers.Start([this, reader] { Follow(*reader); });
  Crew writers;
  for (std::size_t i = 0; i < writers_.size(); ++i) {
    writers.Start([this, i, seed] { Write(*writers_[i], seed * 1000 + i); });
  }
  for (int kill = 0; kill < kKills; ++kill) KillAtAMomentOf(chance);
  enough_ = true;
  writers.Join();
  for (const RoomId room : rooms_) writers_.front()->Says(room, kTheEnd);
  readers.Join();
  for (Participant* each : everybody_) {
    for (const RoomId room : rooms_) {
      Persist(*each, [&] { each->Sees(room, kTheEnd); });
      each->Claims(room);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, KillTest, ::testing::Range(std::uint64_t{1}, std::uint64_t{kSanitized ? 3 : 11}));

}  // namespace
}  // namespace conclave::testing
