// Where a page of history lies. The room has messages, and the reader left it and came back: a page has no number of
// the absence, is within its limits and says truly where the next one begins.
#include <future>

#include "conclave/v1/history.pb.h"
#include "server/core/event_codec.h"
#include "server/core/refusal.h"
#include "server/session/history_calls.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_server.h"

namespace conclave::fuzz {
namespace {

constexpr int kMessages = 8;

// A private room, made by alice, in which bob was but for a while.
class Room {
 public:
  Room() {
    const UserId bob = server_.bob().user;
    room_ = Must(chat::CreateRoom{.kind = v1::ROOM_KIND_PRIVATE, .name = "room"}, server_.alice()).room.id;
    Must(chat::InviteMember{room_, bob}, server_.alice());
    Talk();
    left_ = Must(chat::LeaveRoom{room_}, server_.bob()).seq;
    Talk();
    back_ = Must(chat::InviteMember{room_, bob}, server_.alice()).seq;
    Talk();
  }

  absl::StatusOr<std::string> Ask(const v1::GetHistoryRequest& request) {
    std::promise<absl::StatusOr<std::string>> promise;
    history_.GetHistory(server_.bob(), request,
                        [&](absl::StatusOr<std::string> page) { promise.set_value(std::move(page)); });
    return promise.get_future().get();
  }

  [[nodiscard]] RoomId id() const { return room_; }
  [[nodiscard]] bool IsHidden(Seq seq) const { return seq > left_ && seq < back_; }

 private:
  log::CommandResult Must(const chat::Command& command, const auth::Identity& author) {
    auto result = server_.Do(command, author);
    Require(result.ok(), "the room can be set up");
    return *std::move(result);
  }
  void Talk() {
    v1::RoomEvent event;
    event.mutable_message()->set_text("a text");
    for (int i = 0; i < kMessages; ++i) {
      Must(chat::SendMessage{.room = room_, .body = EncodeBody(event)}, server_.alice());
    }
  }

  FuzzServer server_;
  session::HistoryCalls history_{server_.services()};
  RoomId room_;
  Seq left_ = 0;
  Seq back_ = 0;
};

void CheckPage(const Room& room, const v1::GetHistoryRequest& request, const v1::GetHistoryResponse& page) {
  Require(request.room_id() == room.id().value() || request.room_id() == 1, "only rooms one is in have a page");
  Require(request.limit() == 0 || static_cast<std::uint32_t>(page.events_size()) <= request.limit(), "the limit holds");
  Seq last = 0;
  for (const v1::Event& event : page.events()) {
    const Seq seq = event.room_event().seq();
    Require(seq > last && seq <= page.as_of_seq(), "numbers rise and end at the head");
    if (request.has_after_seq()) Require(seq > request.after_seq(), "the page lies above its bound");
    if (request.has_before_seq()) Require(seq < request.before_seq(), "the page lies below its bound");
    if (request.room_id() != 1) Require(!room.IsHidden(seq), "what was said in an absence is not shown");
    last = seq;
  }
  for (const v1::Gap& gap : page.gaps()) {
    Require(gap.from_seq() > 0 && gap.from_seq() <= gap.to_seq(), "a gap has numbers");
    for (const v1::Event& event : page.events()) {
      const Seq seq = event.room_event().seq();
      Require(seq < gap.from_seq() || seq > gap.to_seq(), "a number is an event or in a gap");
    }
  }
  if (page.more()) Require(page.next_seq() > 0 && page.next_seq() <= page.as_of_seq(), "the next page has a place");
}

void Run(std::string_view input) {
  static Room room;
  v1::GetHistoryRequest request;
  if (!request.ParseFromArray(input.data(), static_cast<int>(input.size()))) return;
  // Its own number is random: 2 stands for it.
  if (request.room_id() == 2) request.set_room_id(room.id().value());
  const auto bytes = room.Ask(request);
  if (!bytes.ok()) {
    Require(ErrorFrom(bytes.status()).reason() != v1::REASON_INTERNAL, "no request is a defect of the server");
    return;
  }
  v1::GetHistoryResponse page;
  Require(page.ParseFromString(*bytes), "a page can be read");
  CheckPage(room, request, page);
}

}  // namespace
}  // namespace conclave::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  conclave::fuzz::Run(conclave::fuzz::ToView(data, size));
  return 0;
}
