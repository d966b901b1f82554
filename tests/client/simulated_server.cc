#include "tests/client/simulated_server.h"

#include <utility>

#include "server/core/refusal.h"

namespace conclave::testing {
namespace {

v1::Event ErrorFor(std::uint64_t request_id, v1::Reason reason, RoomId room) {
  v1::Event event;
  v1::Error& error = *event.mutable_error();
  error.set_request_id(request_id);
  error.set_code(static_cast<int>(CodeOf(reason)));
  error.set_reason(reason);
  error.set_room_id(room.value());
  return event;
}

}  // namespace

void SimulatedServer::Open() {
  refuse_next_ = false;
  for (auto& [id, room] : rooms_) room.attached = false;
}

void SimulatedServer::RefuseNext(v1::Reason reason, bool after_storing) {
  refuse_next_ = true;
  refuse_reason_ = reason;
  refuse_after_storing_ = after_storing;
}

v1::Event SimulatedServer::RoomEventOf(RoomId room, Seq seq) {
  const Stored& stored = rooms_[room].log[seq - 1];
  v1::Event event;
  v1::RoomEvent& body = *event.mutable_room_event();
  body.set_room_id(room.value());
  body.set_seq(seq);
  body.set_author_user_id(stored.command.empty() ? user.value() + 1 : user.value());
  body.set_command_id(stored.command);
  body.mutable_message()->set_text(stored.text);
  return event;
}

void SimulatedServer::Append(RoomId room, Stored stored, std::vector<v1::Event>& out) {
  Room& entry = rooms_[room];
  entry.log.push_back(std::move(stored));
  if (entry.attached) out.push_back(RoomEventOf(room, entry.log.size()));
}

void SimulatedServer::OthersSay(RoomId room, const std::string& text, std::vector<v1::Event>& out) {
  Append(room, {.command = {}, .text = text}, out);
}

void SimulatedServer::Attach(std::uint64_t request_id, const v1::Attach& attach, std::vector<v1::Event>& out) {
  const RoomId id(attach.room_id());
  Room& room = rooms_[id];
  if (attach.after_seq() > room.log.size()) {
    out.push_back(ErrorFor(request_id, v1::REASON_CURSOR_AHEAD, id));
    return;
  }
  room.attached = true;
  v1::Attached& attached = *out.emplace_back().mutable_attached();
  attached.set_request_id(request_id);
  attached.set_room_id(id.value());
  attached.set_from_seq(attach.after_seq() + 1);
  for (Seq seq = attach.after_seq() + 1; seq <= room.log.size(); ++seq) out.push_back(RoomEventOf(id, seq));
  v1::CaughtUp& caught_up = *out.emplace_back().mutable_caught_up();
  caught_up.set_room_id(id.value());
  caught_up.set_seq(room.log.size());
}

void SimulatedServer::Send(std::uint64_t request_id, const v1::SendMessage& send, std::vector<v1::Event>& out) {
  const RoomId room(send.room_id());
  const bool refuse = std::exchange(refuse_next_, false);
  if (refuse && !refuse_after_storing_) {
    out.push_back(ErrorFor(request_id, refuse_reason_, room));
    return;
  }
  if (!commands_.contains(send.command_id())) {
    Append(room, {.command = send.command_id(), .text = send.message().text()}, out);
    commands_[send.command_id()] = {room, rooms_[room].log.size()};
  }
  if (refuse) {
    out.push_back(ErrorFor(request_id, refuse_reason_, room));
    return;
  }
  v1::Ack& ack = *out.emplace_back().mutable_ack();
  ack.set_request_id(request_id);
  ack.set_room_id(room.value());
  ack.set_seq(commands_[send.command_id()].second);
}

void SimulatedServer::Take(const v1::ChatRequest& request, std::vector<v1::Event>& out) {
  switch (request.command_case()) {
    case v1::ChatRequest::kHello: {
      v1::Welcome& welcome = *out.emplace_back().mutable_welcome();
      welcome.set_request_id(request.request_id());
      welcome.set_user_id(user.value());
      welcome.set_store_epoch(epoch);
      welcome.set_heartbeat_interval_ms(heartbeat_ms);
      welcome.mutable_limits()->set_commands_in_flight(max_commands);
      welcome.set_resynchronise(request.hello().store_epoch() != 0 && request.hello().store_epoch() != epoch);
      if (welcome.resynchronise()) return;
      for (const v1::Attach& attach : request.hello().attach()) Attach(request.request_id(), attach, out);
      return;
    }
    case v1::ChatRequest::kAttach:
      return Attach(request.request_id(), request.attach(), out);
    case v1::ChatRequest::kDetach: {
      const RoomId id(request.detach().room_id());
      if (!std::exchange(rooms_[id].attached, false)) {
        out.push_back(ErrorFor(request.request_id(), v1::REASON_NOT_ATTACHED, id));
        return;
      }
      v1::Detached& detached = *out.emplace_back().mutable_detached();
      detached.set_request_id(request.request_id());
      detached.set_room_id(id.value());
      return;
    }
    case v1::ChatRequest::kSendMessage:
      return Send(request.request_id(), request.send_message(), out);
    case v1::ChatRequest::kPing: {
      v1::Pong& pong = *out.emplace_back().mutable_pong();
      pong.set_request_id(request.request_id());
      pong.set_client_time_us(request.ping().client_time_us());
      return;
    }
    case v1::ChatRequest::COMMAND_NOT_SET:
      return;
  }
}

}  // namespace conclave::testing
