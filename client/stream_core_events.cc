// What the server says: the half of StreamCore that takes events in.
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/stream_core.h"

namespace conclave::client {
namespace {

constexpr absl::Duration kDefaultHeartbeat = absl::Seconds(25);

absl::Status Unasked(const char* what, std::uint64_t request_id) {
  return absl::InternalError(absl::StrCat(what, " for request ", request_id, ", which awaits none"));
}

}  // namespace

absl::Status StreamCore::OnEvent(v1::Event&& event, Notifications& out) {
  OnHeard();
  pings_unheard_ = 0;
  const bool before_welcome =
      event.has_welcome() || event.has_error() || event.has_notice() || event.kind_case() == v1::Event::KIND_NOT_SET;
  if (!welcomed_ && !before_welcome) return absl::InternalError("an event before Welcome");
  absl::Status status;
  switch (event.kind_case()) {
    case v1::Event::kRoomEvent:
      status = rooms_.OnEvent(event.room_event());
      if (status.ok()) out.emplace_back(std::move(*event.mutable_room_event()));
      return status;
    case v1::Event::kGap:
      status = rooms_.OnGap(event.gap());
      if (status.ok()) out.emplace_back(std::move(*event.mutable_gap()));
      return status;
    case v1::Event::kCaughtUp:
      status = rooms_.OnCaughtUp(event.caught_up());
      if (status.ok()) out.emplace_back(std::move(*event.mutable_caught_up()));
      return status;
    case v1::Event::kAck:
      return OnAck(event.ack(), out);
    case v1::Event::kError:
      return OnError(std::move(*event.mutable_error()), out);
    case v1::Event::kAttached:
      return OnAttached(std::move(*event.mutable_attached()), out);
    case v1::Event::kDetached:
      return OnDetached(std::move(*event.mutable_detached()), out);
    case v1::Event::kWelcome:
      return OnWelcome(std::move(*event.mutable_welcome()), out);
    case v1::Event::kPong:
      return OnPong(std::move(*event.mutable_pong()), out);
    case v1::Event::kRoomSummary:
      out.emplace_back(std::move(*event.mutable_room_summary()));
      return absl::OkStatus();
    case v1::Event::kNotice:
      OnNotice(event.notice());
      out.emplace_back(std::move(*event.mutable_notice()));
      return absl::OkStatus();
    case v1::Event::kHeartbeat:
    case v1::Event::KIND_NOT_SET:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

std::optional<StreamCore::Request> StreamCore::Answered(std::uint64_t request_id) {
  const auto found = requests_.find(request_id);
  if (found == requests_.end()) return std::nullopt;
  const Request request = found->second;
  if (request.kind == Kind::kSend || request.kind == Kind::kAttach) --in_flight_;
  // Hello is answered by Welcome and by one answer for each room in it.
  if (request.kind != Kind::kHello) requests_.erase(found);
  return request;
}

absl::Status StreamCore::OnWelcome(v1::Welcome&& welcome, Notifications& out) {
  if (welcomed_) return absl::InternalError("a second Welcome");
  if (welcome.request_id() != hello_request_) return Unasked("Welcome", welcome.request_id());
  if (welcome.store_epoch() == 0) return absl::InternalError("a Welcome without a store epoch");
  welcomed_ = true;
  max_in_flight_ = window_ = std::max<std::size_t>(1, welcome.limits().commands_in_flight());
  if (welcome.limits().request_bytes() != 0) request_limit_ = welcome.limits().request_bytes();
  if (welcome.limits().hello_bytes() != 0) hello_limit_ = welcome.limits().hello_bytes();
  const absl::Duration interval = absl::Milliseconds(welcome.heartbeat_interval_ms());
  heartbeat_ = interval > absl::ZeroDuration() ? interval : kDefaultHeartbeat;
  // The server's own sign of life comes at the interval; what is only a little late is no silence.
  heartbeat_ += heartbeat_ / 4;

  const std::uint64_t before = std::exchange(epoch_, welcome.store_epoch());
  const bool other_store = before != 0 && (before != epoch_ || welcome.resynchronise());
  out.emplace_back(std::move(welcome));
  if (other_store) {
    hello_rooms_.clear();
    newest_attach_.clear();
    out.emplace_back(EpochChanged{.before = before, .now = epoch_, .dropped = rooms_.ForgetAll()});
    return absl::OkStatus();
  }
  for (const RoomId room : rooms_.Wanted()) {
    if (!hello_rooms_.contains(room)) QueueAttach(room);
  }
  return absl::OkStatus();
}

absl::Status StreamCore::OnAck(const v1::Ack& ack, Notifications& out) {
  const std::optional<Request> request = Answered(ack.request_id());
  if (!request || request->kind != Kind::kSend) return Unasked("Ack", ack.request_id());
  if (ack.room_id() != request->room.value() || ack.seq() == 0) {
    return absl::InternalError(absl::StrCat("an Ack of number ", ack.seq(), " in room ", ack.room_id(),
                                            " for a message in room ", request->room.value()));
  }
  send_backoff_.Reset();
  Widen();
  out.emplace_back(Acked{
      .command = pending_.At(request->place)->command, .room = request->room, .seq = ack.seq(), .time = ack.time_us()});
  pending_.Remove(request->place);
  return absl::OkStatus();
}

absl::Status StreamCore::OnError(v1::Error&& error, Notifications& out) {
  const std::uint64_t id = error.request_id();
  const RoomId room(error.room_id());
  const bool of_stream = error.ends_stream() || ((id == 0 || id == hello_request_) && !room);
  if (of_stream) {
    ending_ = error;
    if (error.retry_after_ms() != 0) retry_after_ = client::RetryAfter(error);
  }
  if (id == 0) {
    // The room cannot be read further: its attachment is over.
    if (room) OnAttachError(room, std::move(error), out);
    return absl::OkStatus();
  }
  const std::optional<Request> request = Answered(id);
  if (!request) return of_stream ? absl::OkStatus() : Unasked("Error", id);
  switch (request->kind) {
    case Kind::kSend:
      OnSendError(*request, std::move(error), out);
      return absl::OkStatus();
    case Kind::kAttach:
      OnAttachError(request->room, std::move(error), out);
      return absl::OkStatus();
    case Kind::kHello: {
      if (hello_rooms_.erase(room) != 0) OnAttachError(room, std::move(error), out);
      return absl::OkStatus();
    }
    case Kind::kDetach:
      OnDetachError(*request, id, std::move(error), out);
      return absl::OkStatus();
    case Kind::kPing:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

void StreamCore::OnSendError(const Request& request, v1::Error&& error, Notifications& out) {
  if (IsTransient(error.reason())) {
    pending_.CallBack(request.place);
    Hold(error);
    return;
  }
  out.emplace_back(
      Refused{.command = pending_.At(request.place)->command, .room = request.room, .error = std::move(error)});
  pending_.Remove(request.place);
}

void StreamCore::OnAttachError(RoomId room, v1::Error&& error, Notifications& out) {
  if (!rooms_.IsWanted(room)) return;
  if (IsTransient(error.reason())) {
    QueueAttach(room);
    Hold(error);
    return;
  }
  rooms_.OnAttachRefused(room);
  out.emplace_back(AttachRefused{.room = room, .error = std::move(error)});
}

void StreamCore::OnDetachError(const Request& request, std::uint64_t request_id, v1::Error&& error,
                               Notifications& out) {
  const auto newest = newest_attach_.find(request.room);
  const bool attached_since = newest != newest_attach_.end() && newest->second > request_id;
  if (IsTransient(error.reason()) && !attached_since) {
    // Before anything else: an Attach of the room may wait behind it.
    controls_.push_front({Kind::kDetach, request.room});
    Hold(error);
    return;
  }
  // It was not attached (any more): that is what was wanted.
  v1::Detached detached;
  detached.set_room_id(request.room.value());
  rooms_.OnDetached(request.room);
  out.emplace_back(std::move(detached));
}

void StreamCore::Hold(const v1::Error& error) {
  if (error.reason() == v1::REASON_DRAINING) {
    draining_ = true;
    return;
  }
  if (error.reason() == v1::REASON_RATE_LIMITED) {
    window_ = 1;
    // Many are refused at once; one wait is enough for all of them.
    if (hold_until_ >= clock_.Monotonic() + absl::Milliseconds(error.retry_after_ms())) return;
  }
  const absl::Duration delay = send_backoff_.Next(client::RetryAfter(error));
  hold_until_ = std::max(hold_until_, clock_.Monotonic() + delay);
}

absl::Status StreamCore::OnAttached(v1::Attached&& attached, Notifications& out) {
  const RoomId room(attached.room_id());
  const std::optional<Request> request = Answered(attached.request_id());
  Seq after = 0;
  if (request && request->kind == Kind::kAttach && request->room == room) {
    after = request->after;
  } else if (const auto in_hello = hello_rooms_.find(room);
             request && request->kind == Kind::kHello && in_hello != hello_rooms_.end()) {
    after = in_hello->second;
    hello_rooms_.erase(in_hello);
  } else {
    return Unasked("Attached", attached.request_id());
  }
  const auto newest = newest_attach_.find(room);
  const bool is_newest = newest != newest_attach_.end() && newest->second == attached.request_id();
  absl::Status status = rooms_.OnAttached(attached, after, is_newest);
  if (!status.ok()) return status;
  Widen();
  out.emplace_back(std::move(attached));
  return status;
}

absl::Status StreamCore::OnDetached(v1::Detached&& detached, Notifications& out) {
  const RoomId room(detached.room_id());
  if (detached.request_id() != 0) {
    const std::optional<Request> request = Answered(detached.request_id());
    if (!request || request->kind != Kind::kDetach || request->room != room) {
      return Unasked("Detached", detached.request_id());
    }
    rooms_.OnDetached(room);
  } else {
    // The server ended it by itself.
    rooms_.Forget(room);
  }
  out.emplace_back(std::move(detached));
  return absl::OkStatus();
}

absl::Status StreamCore::OnPong(v1::Pong&& pong, Notifications& out) {
  const std::optional<Request> request = Answered(pong.request_id());
  if (!request || request->kind != Kind::kPing) return Unasked("Pong", pong.request_id());
  out.emplace_back(std::move(pong));
  return absl::OkStatus();
}

void StreamCore::OnNotice(const v1::Notice& notice) {
  if (notice.has_draining()) {
    draining_ = true;
    retry_after_ = absl::Milliseconds(notice.draining().retry_after_ms());
  }
  if (notice.has_replaced()) {
    v1::Error error;
    error.set_code(static_cast<int>(absl::StatusCode::kAborted));
    error.set_reason(v1::REASON_REPLACED);
    error.set_text("Another stream of this program took over.");
    ending_ = std::move(error);
  }
}

}  // namespace conclave::client
