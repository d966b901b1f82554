// Many streams attaching, detaching, joining, leaving, talking and reconnecting at random.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "tests/support/scenario.h"

namespace conclave::testing {
namespace {

constexpr std::size_t kStreamsPerUser = 2;
constexpr std::size_t kStreams = kSanitized ? 40 : 200;
constexpr std::size_t kRooms = 8;
constexpr std::size_t kActsPerStream = kSanitized ? 25 : 40;
constexpr std::size_t kThreads = 8;

class ChurnTest : public Scenario {
 protected:
  void SetUp() override {
    server().LiftRateLimits();
    for (std::size_t i = 0; i < kStreams; ++i) {
      streams_.push_back(&Enters(absl::StrCat("user-", i / kStreamsPerUser), "laptop", 1 + i % kStreamsPerUser));
    }
    founder_ = &Enters("founder");
    for (std::size_t i = 0; i < kRooms; ++i) {
      const v1::RoomKind kind = i % 2 == 0 ? v1::ROOM_KIND_PUBLIC : v1::ROOM_KIND_PRIVATE;
      rooms_.emplace_back(founder_->Creates(kind, absl::StrCat("room-", i)).room_id());
      // Somebody sees everything, so that the whole log can be read back.
      founder_->Attaches(rooms_.back());
    }
  }

  // One random act. Being refused is part of life here: memberships change under everybody's feet.
  void Act(Participant& who, Chance& chance) {
    const RoomId room = rooms_[chance.Below(kRooms)];
    switch (chance.Below(10)) {
      case 0:
        return who.Connects();
      case 1:
        return void(who.Joins(room));
      case 2:
        return void(who.Leaves(room));
      case 3:
        return void(founder_->Invites(room, who.user()));
      case 4:
        return void(founder_->Removes(room, who.user()));
      case 5:
        return who.Detaches(room);
      case 6:
        return who.Attaches(room, chance.OneIn(2) ? 0 : who.CursorOf(room));
      default:
        return void(who.Sends(room, absl::StrCat(who.name(), " says ", chance.Below(1'000'000))));
    }
  }

  // Each thread plays its own streams, one act after the other.
  void Play(std::size_t thread, std::uint64_t seed) {
    Chance chance(seed * kThreads + thread);
    for (std::size_t act = 0; act < kActsPerStream; ++act) {
      for (std::size_t i = thread; i < kStreams; i += kThreads) {
        try {
          Act(*streams_[i], chance);
        } catch (const Refusal&) {
        }
      }
    }
    for (std::size_t i = thread; i < kStreams; i += kThreads) streams_[i]->HasAllAnswers();
  }

  // Whoever is attached to a room now gets all of it.
  void AwaitTheLast() {
    for (const RoomId room : rooms_) {
      const Seq last = founder_->Says(room, "the last").seq;
      for (Participant* each : streams_) {
        if (!each->IsAttached(room)) continue;
        each->WaitsFor(absl::StrCat("the last of room ", room.value()), [&](const ClientState& state) {
          return !state.room(room).attached || state.room(room).cursor >= last;
        });
        if (each->IsAttached(room)) each->Claims(room);
      }
    }
  }

  // In every room all the time; takes no part otherwise.
  Participant* founder_ = nullptr;
  std::vector<Participant*> streams_;
  std::vector<RoomId> rooms_;
};

TEST_F(ChurnTest, NobodyMissesAnythingWhateverTheyDo) {
  const std::uint64_t seed = SeedOr(20240607);
  SCOPED_TRACE(absl::StrCat("CONCLAVE_TEST_SEED=", seed));
  Crew crew;
  for (std::size_t thread = 0; thread < kThreads; ++thread) {
    crew.Start([this, thread, seed] { Play(thread, seed); });
  }
  crew.Join();
  AwaitTheLast();
}

}  // namespace
}  // namespace conclave::testing
