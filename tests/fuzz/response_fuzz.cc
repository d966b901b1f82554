// What a server says, to a client that has rooms attached and messages under way. Parts are responses, read one after
// the other; an empty part breaks the stream. Whatever comes, the client tells its user each number of a room once and
// in order, and one end of each message.
#include <map>
#include <optional>
#include <set>

#include "client/stream_core.h"
#include "tests/client/fake_time.h"
#include "tests/fuzz/fuzz.h"

namespace conclave::fuzz {
namespace {

// Holds what is told against the contract of client/observer.h.
class Listener {
 public:
  void Sent(const CommandId& command) { unanswered_.insert(std::string(command.bytes())); }

  void Hear(const client::StreamCore::Notifications& told) {
    for (const auto& notification : told) std::visit([this](const auto& each) { On(each); }, notification);
  }

 private:
  void On(const v1::Attached& attached) { next_[attached.room_id()] = attached.from_seq(); }
  void On(const v1::RoomEvent& event) { Take(event.room_id(), event.seq(), event.seq()); }
  void On(const v1::Gap& gap) { Take(gap.room_id(), gap.from_seq(), gap.to_seq()); }
  void On(const client::Acked& acked) { Answer(acked.command); }
  void On(const client::Refused& refused) { Answer(refused.command); }
  template <typename Other>
  void On(const Other& /*other*/) {}

  void Take(std::uint64_t room, Seq from, Seq to) {
    const auto next = next_.find(room);
    Require(next != next_.end(), "nothing of a room comes before it is attached");
    Require(from == next->second && to >= from, "each number comes once and in order");
    next->second = to + 1;
  }
  void Answer(const CommandId& command) {
    Require(unanswered_.erase(std::string(command.bytes())) == 1, "each message has one end");
  }

  std::map<std::uint64_t, Seq> next_;
  std::set<std::string> unanswered_;
};

class Conversation {
 public:
  Conversation() {
    for (const RoomId room : {RoomId(1), RoomId(2)}) {
      Require(core_.Attach(room, 0).ok(), "a room can be attached");
    }
    core_.OnOpened();
    Say();
  }

  void Read(std::string_view bytes) {
    v1::ChatResponse response;
    if (bytes.empty() || !response.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return Reopen();
    for (v1::Event& event : *response.mutable_events()) {
      const bool holds = core_.OnEvent(std::move(event), told_).ok();
      Hear();
      if (!holds) return Reopen();
    }
    clock_.Advance(absl::Milliseconds(700));
    if (core_.OnTime() == client::StreamCore::Liveness::kDead) Reopen();
    Say();
  }

 private:
  void Reopen() {
    core_.OnClosed(told_);
    Hear();
    core_.OnOpened();
    Say();
  }

  // The user says something more, and all that can be written is.
  void Say() {
    const auto sent = core_.Send(RoomId(1), "hello", std::nullopt);
    if (sent.ok()) listener_.Sent(*sent);
    core_.Ping();
    while (core_.NextRequest(told_)) ++written_;
    Hear();
    Require(core_.Counts().in_flight <= written_, "only what was written is in flight");
  }

  void Hear() {
    listener_.Hear(told_);
    told_.clear();
  }

  testing::FakeClock clock_;
  testing::SeededRandom random_{1};
  client::StreamCore core_{{.instance = 1, .max_pending = 16}, clock_, random_};
  client::StreamCore::Notifications told_;
  Listener listener_;
  std::size_t written_ = 0;
};

}  // namespace
}  // namespace conclave::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  conclave::fuzz::Conversation conversation;
  for (const std::string_view part : conclave::fuzz::Parts(conclave::fuzz::ToView(data, size))) conversation.Read(part);
  return 0;
}
