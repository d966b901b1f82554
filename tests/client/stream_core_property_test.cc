// StreamCore against a simulated server over a wire that breaks at any point: between any two steps of either side.
#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/stream_core.h"
#include "tests/client/fake_time.h"
#include "tests/client/simulated_server.h"

namespace conclave::client {
namespace {

constexpr int kSteps = 3000;
constexpr std::uint64_t kRooms = 3;

class Conversation {
 public:
  // `calm`: the server refuses nothing, so that order is kept over all.
  Conversation(std::uint64_t seed, bool calm) : random_(seed), calm_(calm), core_({}, clock_, random_) {
    for (std::uint64_t room = 1; room <= kRooms; ++room) EXPECT_TRUE(core_.Attach(RoomId(room), 0).ok());
  }

  void Step() {
    switch (random_.Below(9)) {
      case 0:
        return Say();
      case 1:
        return server_.OthersSay(Room(), absl::StrCat("other ", ++counter_), to_client_);
      case 2:
      case 3:
        return WriteOne();
      case 4:
      case 5:
        return ServerTakesOne();
      case 6:
      case 7:
        return ClientReadsOne();
      default:
        return Rare();
    }
  }

  void Settle() {
    for (int i = 0; i < 100'000 && (!Quiet() || !open_); ++i) {
      if (!open_) Connect();
      WriteOne();
      ServerTakesOne();
      ClientReadsOne();
      clock_.Advance(absl::Milliseconds(100));
    }
    EXPECT_TRUE(Quiet());
  }

  void Check() {
    EXPECT_EQ(acked_.size(), said_.size()) << "every message has exactly one answer";
    std::map<std::string, int> stored;
    for (std::uint64_t id = 1; id <= kRooms; ++id) CheckRoom(RoomId(id), stored);
    for (const auto& [command, count] : stored) EXPECT_EQ(count, 1) << "stored twice";
    for (const auto& [command, seq] : acked_) EXPECT_EQ(stored[command], 1) << "acked and not stored";
  }

 private:
  RoomId Room() { return RoomId(1 + random_.Below(kRooms)); }

  void CheckRoom(RoomId room, std::map<std::string, int>& stored) {
    const auto& log = server_.Log(room);
    std::vector<std::string> own;
    std::vector<std::string> texts;
    for (const auto& entry : log) {
      texts.push_back(entry.text);
      if (entry.command.empty()) continue;
      ++stored[entry.command];
      own.push_back(entry.command);
    }
    EXPECT_EQ(received_[room], texts) << "every number once, in order, over all streams";
    if (calm_) {
      EXPECT_EQ(own, said_in_[room]) << "said order is stored order";
    }
  }

  bool Quiet() const { return core_.IsIdle() && to_server_.empty() && to_client_.empty(); }

  void Say() {
    const RoomId room = Room();
    const std::string text = absl::StrCat("own ", ++counter_);
    const absl::StatusOr<CommandId> id = core_.Send(room, text, std::nullopt);
    ASSERT_TRUE(id.ok());
    said_.emplace(id->bytes());
    said_in_[room].emplace_back(id->bytes());
  }

  void Connect() {
    open_ = true;
    server_.Open();
    core_.OnOpened();
  }

  // What was under way in both directions is lost.
  void Break() {
    open_ = false;
    to_server_.clear();
    to_client_.clear();
    unanswered_.clear();
    core_.OnClosed(told_);
    server_.Open();
  }

  void Rare() {
    if (!open_) return Connect();
    if (random_.OneIn(8)) return Break();
    if (!calm_ && random_.OneIn(4)) {
      constexpr v1::Reason kReasons[] = {v1::REASON_BUSY, v1::REASON_FATE_UNKNOWN, v1::REASON_STORE_UNAVAILABLE,
                                         v1::REASON_DRAINING};
      const v1::Reason reason = kReasons[random_.Below(4)];
      return server_.RefuseNext(reason, reason == v1::REASON_FATE_UNKNOWN && random_.OneIn(2));
    }
    clock_.Advance(absl::Milliseconds(random_.Below(1000)));
  }

  void WriteOne() {
    std::optional<v1::ChatRequest> request = core_.NextRequest(told_);
    if (!request) {
      // A server that drains ends the stream.
      if (open_ && drained_) Break();
      drained_ = false;
      return;
    }
    if (request->has_send_message() || request->has_attach()) unanswered_.insert(request->request_id());
    ASSERT_LE(unanswered_.size(), server_.max_commands);
    to_server_.push_back(*std::move(request));
  }

  void ServerTakesOne() {
    if (to_server_.empty()) return;
    server_.Take(to_server_.front(), to_client_);
    to_server_.pop_front();
  }

  void ClientReadsOne() {
    if (to_client_.empty()) return;
    v1::Event event = std::move(to_client_.front());
    to_client_.erase(to_client_.begin());
    unanswered_.erase(event.ack().request_id());
    unanswered_.erase(event.attached().request_id());
    unanswered_.erase(event.error().request_id());
    drained_ = drained_ || event.error().reason() == v1::REASON_DRAINING;
    const absl::Status status = core_.OnEvent(std::move(event), told_);
    ASSERT_TRUE(status.ok()) << status;
    for (Notification& notification : told_) Note(notification);
    told_.clear();
  }

  void Note(const Notification& notification) {
    if (const auto* ack = std::get_if<Acked>(&notification)) {
      EXPECT_TRUE(acked_.emplace(ack->command.bytes(), ack->seq).second) << "acked twice";
    }
    if (const auto* event = std::get_if<v1::RoomEvent>(&notification)) {
      received_[RoomId(event->room_id())].push_back(event->message().text());
    }
    EXPECT_FALSE(std::holds_alternative<Refused>(notification));
  }

  testing::FakeClock clock_;
  testing::SeededRandom random_;
  const bool calm_;
  StreamCore core_;
  testing::SimulatedServer server_;
  StreamCore::Notifications told_;
  bool open_ = false;
  bool drained_ = false;
  int counter_ = 0;
  std::deque<v1::ChatRequest> to_server_;
  std::vector<v1::Event> to_client_;
  std::set<std::uint64_t> unanswered_;
  std::set<std::string> said_;
  std::map<RoomId, std::vector<std::string>> said_in_;
  std::map<std::string, Seq> acked_;
  std::map<RoomId, std::vector<std::string>> received_;
};

class StreamCorePropertyTest : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(StreamCorePropertyTest, NothingIsLostDoubledOrReorderedOverBrokenStreams) {
  for (std::uint64_t round = 0; round < 10; ++round) {
    const std::uint64_t seed = GetParam() * 10 + round;
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Conversation conversation(seed, /*calm=*/true);
    for (int step = 0; step < kSteps && !HasFailure(); ++step) conversation.Step();
    conversation.Settle();
    conversation.Check();
    if (HasFailure()) return;
  }
}

TEST_P(StreamCorePropertyTest, TransientRefusalsLoseAndDoubleNothing) {
  for (std::uint64_t round = 0; round < 10; ++round) {
    const std::uint64_t seed = GetParam() * 10 + round;
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Conversation conversation(seed, /*calm=*/false);
    for (int step = 0; step < kSteps && !HasFailure(); ++step) conversation.Step();
    conversation.Settle();
    conversation.Check();
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, StreamCorePropertyTest, ::testing::Range<std::uint64_t>(0, 10));

}  // namespace
}  // namespace conclave::client
