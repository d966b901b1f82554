// Every limit is real: at it all goes well, one past it is refused with the limit's name, counted, and the stream goes
// on. The sizes of the contract are in python/sizes_test.py too, as another language meets them.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "server/core/strings.h"
#include "tests/support/scenario.h"

namespace conclave::testing {
namespace {

class LimitsTest : public Scenario {
 protected:
  static constexpr std::uint64_t kAttached = 2;
  static constexpr std::uint64_t kRooms = 6;
  static constexpr std::uint64_t kMembers = 3;
  static constexpr std::uint64_t kDirect = 3;
  static constexpr std::uint64_t kStreams = 2;
  static constexpr std::uint64_t kUsers = 2;
  static constexpr std::uint64_t kEvents = 3;

  void Limit(std::string_view name, std::uint64_t value) {
    server().Configure(absl::StrCat("limits.", ToAbsl(name)), std::to_string(value));
  }

  // Fails unless `act` is refused because of that limit.
  static void IsRefusedBy(std::string_view name, std::uint64_t value, const std::function<void()>& act) {
    const v1::Error error = RefusalOf(act);
    EXPECT_EQ(error.limit(), absl::StrCat("limits.", ToAbsl(name)));
    EXPECT_EQ(error.limit_value(), value) << name;
    EXPECT_EQ(error.code(), static_cast<int>(grpc::StatusCode::RESOURCE_EXHAUSTED)) << name;
  }

  // How often each limit was reached, as the metrics of the server say.
  std::map<std::string, double> Reached() {
    const Finished shown = RunToEnd({ProgramPath("conclaved"), "metrics", "--data-dir", server().data_dir().string()});
    EXPECT_EQ(shown.exit.code, 0) << shown.error_output;
    std::map<std::string, double> reached;
    constexpr absl::string_view kBeginning = "conclave_limit_reached_total{limit=\"limits.";
    for (absl::string_view line : absl::StrSplit(shown.output, '\n')) {
      if (line.substr(0, kBeginning.size()) != kBeginning) continue;
      const std::pair<std::string, std::string> parts =
          absl::StrSplit(line.substr(kBeginning.size()), absl::MaxSplits("\"} ", 1));
      EXPECT_TRUE(absl::SimpleAtod(parts.second, &reached[parts.first])) << line;
    }
    return reached;
  }
};

TEST_F(LimitsTest, OnePastALimitIsNamedAndCountedAndTheStreamGoesOn) {
  Limit("attached_rooms", kAttached);
  Limit("rooms_per_user", kRooms);
  Limit("members_per_room", kMembers);
  Limit("direct_members", kDirect);
  Limit("streams_per_device", kStreams);
  Limit("users_per_call", kUsers);
  Limit("page_events", kEvents);
  Participant& alice = Enters("alice");
  std::vector<Participant*> others;
  for (const char* name : {"bob", "carol", "dave"}) others.push_back(&Enters(name));
  const auto before = Reached();
  const v1::Limits limits = alice.welcome().limits();

  alice.Attaches(alice.lobby());
  alice.Says(alice.lobby(), std::string(limits.text_bytes(), 'x'));
  IsRefusedBy("text_bytes", limits.text_bytes(),
              [&] { alice.Says(alice.lobby(), std::string(limits.text_bytes() + 1, 'x')); });

  v1::ChatRequest large;
  large.mutable_send_message()->mutable_message()->set_text(std::string(limits.request_bytes(), 'x'));
  const v1::Error too_large = alice.SeesError(alice.Requests(large));
  EXPECT_EQ(too_large.limit(), "limits.request_bytes");
  EXPECT_EQ(too_large.limit_value(), limits.request_bytes());

  const std::string longest(limits.room_name_bytes(), 'n');
  std::vector<RoomId> rooms = {RoomId(alice.Creates(v1::ROOM_KIND_PUBLIC, longest).room_id())};
  IsRefusedBy("name_bytes", limits.room_name_bytes(), [&] { alice.Creates(v1::ROOM_KIND_PUBLIC, longest + "n"); });

  const std::string topic(limits.topic_bytes(), 't');
  rooms.emplace_back(alice.Creates(v1::ROOM_KIND_PUBLIC, "topical", topic).room_id());
  IsRefusedBy("topic_bytes", limits.topic_bytes(),
              [&] { alice.Creates(v1::ROOM_KIND_PUBLIC, "too-topical", topic + "t"); });

  alice.Attaches(rooms[0]);
  IsRefusedBy("attached_rooms", kAttached, [&] { alice.Attaches(rooms[1]); });

  others[0]->Joins(rooms[0]);
  others[1]->Joins(rooms[0]);
  IsRefusedBy("members_per_room", kMembers, [&] { others[2]->Joins(rooms[0]); });

  alice.OpensDirectRoomWith({others[0]->user(), others[1]->user()});
  IsRefusedBy("direct_members", kDirect, [&] {
    alice.OpensDirectRoomWith({others[0]->user(), others[1]->user(), others[2]->user()});
  });

  // Alice is in the lobby, two rooms and a direct one.
  for (std::uint64_t room = 4; room < kRooms; ++room) {
    alice.Creates(v1::ROOM_KIND_PUBLIC, absl::StrCat("further-", room));
  }
  IsRefusedBy("rooms_per_user", kRooms, [&] { alice.Creates(v1::ROOM_KIND_PUBLIC, "one-more"); });
  IsRefusedBy("rooms_per_user", kRooms, [&] { others[2]->OpensDirectRoomWith({alice.user()}); });

  v1::GetUsersRequest users;
  for (std::uint64_t i = 0; i < kUsers; ++i) users.add_user_ids(alice.user().value());
  alice.AsksFor(users);
  users.add_names("bob");
  IsRefusedBy("users_per_call", kUsers, [&] { alice.AsksFor(users); });

  v1::GetHistoryRequest page;
  page.set_room_id(alice.lobby().value());
  page.set_limit(kEvents);
  EXPECT_EQ(alice.ReadsPage(page).events_size(), static_cast<int>(kEvents));
  page.set_limit(kEvents + 1);
  EXPECT_EQ(alice.ReadsPage(page).events_size(), static_cast<int>(kEvents));

  Enters("alice", "laptop", 2);
  Participant& one_more = Arrives("alice", "laptop", 3);
  IsRefusedBy("streams_per_device", kStreams, [&] { one_more.Connects(); });

  alice.Says(alice.lobby(), "still here");
  alice.Sees(alice.lobby(), "still here");
  auto after = Reached();
  for (const char* name :
       {"text_bytes", "request_bytes", "name_bytes", "topic_bytes", "attached_rooms", "members_per_room",
        "direct_members", "users_per_call", "page_events", "streams_per_device"}) {
    EXPECT_EQ(after[name], 1) << name;
  }
  EXPECT_EQ(after["rooms_per_user"], 2);
  for (const auto& [name, count] : before) EXPECT_EQ(count, 0) << name;
}

TEST_F(LimitsTest, WhatIsHeldBackOrLetGoIsCounted) {
  server().LiftRateLimits();
  Limit("commands_in_flight", 4);
  Limit("outbox_bytes", 64 * 1024);
  Limit("tail_bytes", 64 * 1024);
  server().Configure("limits.stuck_write", "\"1s\"");
  Participant& writer = Enters("writer");
  Participant& slow = Enters("slow");
  slow.Attaches(slow.lobby());
  slow.StopsReading();
  for (int i = 0; i < 2000; ++i) writer.Sends(writer.lobby(), absl::StrCat(i, std::string(4000, 'x')));
  writer.HasAllAnswers();
  std::map<std::string, double> reached;
  const absl::Time deadline = absl::Now() + Patience();
  for (const char* name : {"commands_in_flight", "outbox_bytes", "tail_bytes", "stuck_write"}) {
    while (reached[name] == 0 && absl::Now() < deadline) reached = Reached();
    EXPECT_GE(reached[name], 1) << name;
  }
  slow.Connects();
  slow.SeesAllUpTo(slow.lobby(), writer.Says(writer.lobby(), "the last").seq);
}

TEST_F(LimitsTest, AProgramThatSendsTooMuchIsRefusedAndSucceedsAfterTheTimeItWasTold) {
  constexpr std::uint64_t kPerSecond = 10;
  constexpr std::uint64_t kBurst = 20;
  Limit("device_commands_per_second", kPerSecond);
  Limit("device_burst", kBurst);
  Participant& alice = Enters("alice");
  Participant& bob = Enters("bob");
  std::vector<std::string> commands;
  for (std::uint64_t i = 0; i < 10 * kBurst; ++i) commands.push_back(alice.Sends(alice.lobby(), absl::StrCat(i)));
  std::size_t refused = 0;
  absl::Duration wait;
  for (const std::string& command : commands) {
    const v1::Error error = RefusalOf([&] { alice.IsAcked(command); });
    if (error.reason() == v1::REASON_UNSPECIFIED) continue;
    ++refused;
    EXPECT_EQ(error.reason(), v1::REASON_RATE_LIMITED);
    EXPECT_EQ(error.limit(), "limits.device_commands_per_second");
    EXPECT_EQ(error.limit_value(), kPerSecond);
    wait = std::max(wait, absl::Milliseconds(error.retry_after_ms()));
  }
  EXPECT_GT(refused, 0U);
  bob.Says(bob.lobby(), "others are not concerned");
  // The contract is about time: it has to pass.
  absl::SleepFor(wait);
  alice.Says(alice.lobby(), "patient");
  EXPECT_EQ(Reached()["device_commands_per_second"], static_cast<double>(refused));
}

}  // namespace
}  // namespace conclave::testing
