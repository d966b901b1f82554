// People who talk through a bad network, each through one of their own: nobody misses, doubles or reorders anything.
#include <gmock/gmock.h>

#include <cstdlib>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "tests/support/fault_proxy.h"
#include "tests/support/library_client.h"
#include "tests/support/scenario.h"

namespace conclave::testing {
namespace {

struct Weather {
  const char* name;
  Faults faults;
  // What must have gone wrong before the sky clears, over all proxies.
  std::size_t FaultCounts::*expected = nullptr;
};

void PrintTo(const Weather& weather, std::ostream* out) { *out << weather.name; }

// Some of what goes wrong has to come soon: the handshake alone passes 2 to 3 KiB each way.
constexpr std::size_t kOften = 12 * 1024;
constexpr std::size_t kSometimes = 30 * 1024;

const Weather kWeathers[] = {
    {.name = "Delay", .faults = {.delay = absl::Milliseconds(20)}},
    {.name = "Jitter", .faults = {.delay = absl::Milliseconds(1), .jitter = absl::Milliseconds(30)}},
    {.name = "Bandwidth", .faults = {.bytes_per_second = 40'000}},
    {.name = "ShortReadsAndWrites", .faults = {.chunk_bytes = 7}},
    {.name = "Reset", .faults = {.bytes_to_reset = kOften}, .expected = &FaultCounts::resets},
    {.name = "HalfOpen", .faults = {.bytes_to_silence = kSometimes}, .expected = &FaultCounts::silences},
    {.name = "Corruption", .faults = {.bytes_to_corruption = kOften}, .expected = &FaultCounts::corruptions},
    {.name = "AllAtOnce",
     .faults = {.delay = absl::Milliseconds(1),
                .jitter = absl::Milliseconds(10),
                .bytes_per_second = 200'000,
                .chunk_bytes = 500,
                .bytes_to_reset = kSometimes,
                .bytes_to_silence = 2 * kSometimes,
                .bytes_to_corruption = kSometimes},
     .expected = &FaultCounts::resets},
};

bool IsLong() { return std::getenv("CONCLAVE_LONG") != nullptr; }

class FaultProxyTest : public Scenario, public ::testing::WithParamInterface<Weather> {
 protected:
  static constexpr std::size_t kPeople = 4;

  void SetUp() override {
    server().LiftRateLimits();
    // A stream on which nothing comes for a little longer is dead for the client.
    server().Configure("limits.heartbeat_interval", kSanitized ? "\"1s\"" : "\"300ms\"");
  }
  void TearDown() override {
    people_.clear();
    proxies_.clear();
    Scenario::TearDown();
  }

  LibraryClient& EntersThroughTheWeather(const std::string& user, std::uint64_t seed) {
    const Identity& identity = IdentityOf(user);
    proxies_.push_back(std::make_unique<FaultProxy>(server().address(), GetParam().faults, seed));
    const absl::Duration step = absl::Seconds(kSanitized ? 6 : 2);
    people_.push_back(
        std::make_unique<LibraryClient>(identity, proxies_.back()->address(), history(),
                                        LibraryClient::Haste{.connect_timeout = step, .welcome_timeout = step}));
    return *people_.back();
  }

  // Everybody talks in all rooms until so many messages are said and so much has gone wrong.
  void Talk(const std::vector<RoomId>& rooms, std::size_t messages, std::size_t faults) {
    Crew crew;
    for (const auto& each : people_) {
      crew.Start([&, talker = each.get()] {
        for (std::size_t i = 0; i < messages || !HasFaulted(faults); ++i) {
          talker->Sends(rooms[i % rooms.size()], absl::StrCat(talker->name(), " says ", i));
          if (i % 8 == 7) talker->HasAllAnswers();
        }
      });
    }
  }

  // So much has gone wrong, where this weather is one in which things go wrong for good.
  [[nodiscard]] bool HasFaulted(std::size_t faults) const {
    if (GetParam().expected == nullptr) return true;
    std::size_t sum = 0;
    for (const auto& proxy : proxies_) sum += proxy->counts().*GetParam().expected;
    return sum >= faults;
  }

  void Clears() {
    for (const auto& proxy : proxies_) proxy->Heal();
  }

  std::vector<std::unique_ptr<FaultProxy>> proxies_;
  std::vector<std::unique_ptr<LibraryClient>> people_;
};

TEST_P(FaultProxyTest, NothingIsLostDoubledOrReordered) {
  const std::uint64_t seed = SeedOr(20261124);
  SCOPED_TRACE(absl::StrCat("CONCLAVE_TEST_SEED=", seed));
  std::cout << "CONCLAVE_TEST_SEED=" << seed << "\n";
  Participant& founder = Enters("founder");
  const RoomId lobby = founder.lobby();
  const RoomId room(founder.Creates(v1::ROOM_KIND_PUBLIC, "second-room").room_id());
  founder.Attaches(room);
  for (std::size_t i = 0; i < kPeople; ++i) {
    const std::string name = absl::StrCat("person-", i);
    Enters(name).Joins(room);
    EntersThroughTheWeather(name, seed * kPeople + i);
  }
  for (const auto& each : people_) {
    each->Attaches(lobby);
    each->Attaches(room);
  }
  const std::size_t scale = IsLong() ? 50 : 1;
  Talk({lobby, room}, scale * (kSanitized ? 24 : 60), scale * (kSanitized ? 2 : 8));
  Clears();
  for (const auto& each : people_) each->HasAllAnswers();
  for (const RoomId each_room : {lobby, room}) {
    people_.front()->Sends(each_room, "the last");
    for (const auto& each : people_) {
      each->Sees(each_room, "the last");
      each->Claims(each_room);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Weather, FaultProxyTest, ::testing::ValuesIn(kWeathers),
                         [](const auto& weather) { return weather.param.name; });

}  // namespace
}  // namespace conclave::testing
