#include "tests/support/client_state.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace conclave::testing {

v1::ChatRequest ClientState::Hello(std::uint64_t instance) {
  requests_.clear();
  attaching_.clear();
  others.clear();
  welcome.reset();
  end.reset();
  witness_.Note(record::Opened{});
  v1::ChatRequest request;
  hello_request_ = NextRequestId();
  request.set_request_id(hello_request_);
  v1::Hello& hello = *request.mutable_hello();
  hello.set_client_name("conclave-test");
  hello.set_client_version("1");
  hello.set_instance(instance);
  hello.set_store_epoch(epoch);
  for (auto& [id, room] : rooms_) {
    room.caught_up = false;
    if (!room.attached && !room.start) continue;
    v1::Attach& attach = *hello.add_attach();
    attach.set_room_id(id.value());
    attach.set_after_seq(room.start.value_or(room.cursor));
  }
  return request;
}

v1::ChatRequest ClientState::Attach(RoomId id, Seq after) {
  witness_.Note(record::Starts{id, after});
  RoomState& room = rooms_[id];
  room.start = after;
  room.caught_up = false;
  v1::ChatRequest request;
  request.set_request_id(NextRequestId());
  request.mutable_attach()->set_room_id(id.value());
  request.mutable_attach()->set_after_seq(after);
  attaching_[request.request_id()] = id;
  return request;
}

v1::ChatRequest ClientState::Detach(RoomId id) {
  v1::ChatRequest request;
  request.set_request_id(NextRequestId());
  request.mutable_detach()->set_room_id(id.value());
  return request;
}

v1::ChatRequest ClientState::Send(const std::string& id, RoomId room, std::string_view text) {
  const Command& command = commands[id] = {.order = last_request_, .room = room, .text = std::string(text)};
  return Request(id, command);
}

std::vector<v1::ChatRequest> ClientState::Retries() {
  std::vector<std::map<std::string, Command>::const_iterator> open;
  for (auto it = commands.cbegin(); it != commands.cend(); ++it) {
    if (!it->second.answered()) open.push_back(it);
  }
  std::sort(open.begin(), open.end(), [](auto a, auto b) { return a->second.order < b->second.order; });
  std::vector<v1::ChatRequest> requests;
  for (const auto& it : open) requests.push_back(Request(it->first, it->second));
  return requests;
}

v1::ChatRequest ClientState::Request(const std::string& id, const Command& command) {
  witness_.Note(record::Sent{id, command.room, command.text});
  v1::ChatRequest request;
  request.set_request_id(NextRequestId());
  v1::SendMessage& send = *request.mutable_send_message();
  send.set_room_id(command.room.value());
  send.set_command_id(id);
  send.mutable_message()->set_text(command.text);
  requests_[request.request_id()] = id;
  return request;
}

void ClientState::Take(const v1::Event& event) {
  switch (event.kind_case()) {
    case v1::Event::kRoomEvent:
      return TakeRoomEvent(event.room_event());
    case v1::Event::kAck:
      return TakeAck(event.ack());
    case v1::Event::kAttached: {
      const RoomId id(event.attached().room_id());
      witness_.Note(record::Attached{id, event.attached().from_seq()});
      attaching_.erase(event.attached().request_id());
      RoomState& room = rooms_[id];
      room.attached = true;
      room.start.reset();
      room.cursor = event.attached().from_seq() - 1;
      return;
    }
    case v1::Event::kGap:
      witness_.Note(record::Gap{RoomId(event.gap().room_id()), event.gap().from_seq(), event.gap().to_seq(),
                                event.gap().reason()});
      rooms_[RoomId(event.gap().room_id())].cursor = event.gap().to_seq();
      return;
    case v1::Event::kCaughtUp:
      witness_.Note(record::CaughtUp{RoomId(event.caught_up().room_id()), event.caught_up().seq()});
      rooms_[RoomId(event.caught_up().room_id())].caught_up = true;
      return;
    case v1::Event::kDetached: {
      const RoomId id(event.detached().room_id());
      witness_.Note(record::Detached{id});
      rooms_[id].attached = false;
      ++rooms_[id].detachments;
      return;
    }
    case v1::Event::kWelcome:
      return TakeWelcome(event.welcome());
    case v1::Event::kError:
      TakeError(event.error());
      break;
    default:
      break;
  }
  others.push_back(event);
}

void ClientState::End(const grpc::Status& status) {
  witness_.Note(record::Closed{});
  end = status;
}

const RoomState& ClientState::room(RoomId id) const {
  static const RoomState* const unknown = new RoomState();
  const auto found = rooms_.find(id);
  return found == rooms_.end() ? *unknown : found->second;
}

const v1::Error* ClientState::ErrorTo(std::uint64_t request_id) const {
  for (const v1::Event& event : others) {
    if (event.has_error() && event.error().request_id() == request_id) return &event.error();
  }
  return nullptr;
}

std::size_t ClientState::Detachments(RoomId id) const { return room(id).detachments; }

std::string ClientState::Describe() const {
  std::string text =
      absl::StrCat("  welcomed: ", welcome.has_value(), ", unanswered: ", Unanswered(), ", acks: ", acks);
  if (end) absl::StrAppend(&text, "\n  stream ended: ", end->error_code(), " ", end->error_message());
  for (const auto& [id, room] : rooms_) {
    absl::StrAppend(&text, "\n  room ", id.value(), ": attached ", room.attached, ", cursor ", room.cursor,
                    ", caught up ", room.caught_up);
  }
  constexpr std::size_t kShown = 12;
  const std::vector<Record> records = witness_.Records();
  for (std::size_t i = records.size() - std::min(records.size(), kShown); i < records.size(); ++i) {
    absl::StrAppend(&text, "\n    ", ToString(records[i]));
  }
  for (std::size_t i = others.size() - std::min(others.size(), kShown); i < others.size(); ++i) {
    absl::StrAppend(&text, "\n    ", others[i].ShortDebugString());
  }
  return text;
}

void ClientState::TakeWelcome(const v1::Welcome& event) {
  welcome = event;
  epoch = event.store_epoch();
  if (!event.resynchronise()) return;
  for (auto& [id, room] : rooms_) room = {};
}

void ClientState::TakeRoomEvent(const v1::RoomEvent& event) {
  witness_.Note(record::Received{event});
  RoomState& room = rooms_[RoomId(event.room_id())];
  room.cursor = event.seq();
  room.seen.push_back(event);
  // The own leave is the last there is, unless it belongs to an earlier membership: then more follows.
  room.attached = !event.has_member_left() || UserId(event.member_left().user_id()) != witness_.user();
}

void ClientState::TakeAck(const v1::Ack& ack) {
  const auto request = requests_.find(ack.request_id());
  if (request == requests_.end()) return;
  witness_.Note(record::Acked{request->second, RoomId(ack.room_id()), ack.seq(), ack.time_us()});
  commands[request->second].answer = ack;
  requests_.erase(request);
  ++acks;
}

void ClientState::TakeError(const v1::Error& error) {
  if (const auto request = requests_.find(error.request_id()); request != requests_.end()) {
    witness_.Note(record::Refused{request->second, error.reason()});
    commands[request->second].answer = error;
    requests_.erase(request);
  } else if (attaching_.erase(error.request_id()) > 0) {
    RefuseStart(RoomId(error.room_id()));
  } else if (error.request_id() == hello_request_ && error.room_id() != 0) {
    RefuseStart(RoomId(error.room_id()));
    rooms_[RoomId(error.room_id())].attached = false;
  }
}

void ClientState::RefuseStart(RoomId id) {
  RoomState& room = rooms_[id];
  if (!room.start) return;
  witness_.Note(record::StartRefused{id});
  room.start.reset();
}

}  // namespace conclave::testing
