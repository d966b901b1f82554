#include "server/session/session.h"

#include <utility>

#include "server/core/refusal.h"
#include "server/core/tally.h"
#include "server/session/form.h"
#include "server/session/greeting.h"
#include "server/session/messages.h"
#include "server/session/rate_limits.h"
#include "server/session/registry.h"

namespace conclave::session {
namespace {

std::uint64_t MillisOf(absl::Duration time) { return static_cast<std::uint64_t>(absl::ToInt64Milliseconds(time)); }

}  // namespace

std::shared_ptr<Session> Session::Make(const Services& services, const auth::Identity& identity,
                                       std::shared_ptr<Transport> transport) {
  return std::shared_ptr<Session>(new Session(services, identity, std::move(transport)));
}

Session::Session(const Services& services, const auth::Identity& identity, std::shared_ptr<Transport> transport)
    : services_(services),
      identity_(identity),
      transport_(transport),
      connection_(std::make_shared<fanout::Connection>(identity.user, identity.device, services.limits, services.clock,
                                                       transport)),
      began_(services.clock.Monotonic()) {}

void Session::Begin() {
  if (services_.registry.Add(shared_from_this())) {
    transport_->Read();
  } else {
    End(DrainingStatus());
  }
}

void Session::OnRequest(const v1::ChatRequest& request) {
  {
    const MutexLock lock(mu_);
    last_request_ = services_.clock.Monotonic();
  }
  if (GetState() == State::kExpectsHello) {
    if (!request.has_hello()) return End(Refuse(v1::REASON_HELLO_EXPECTED, "The first request must be Hello."));
    return OnHello(request.request_id(), request.hello());
  }
  if (request.has_hello()) return End(Refuse(v1::REASON_HELLO_REPEATED, "Hello comes only once."));
  OnCommand(request);
  ReadOn();
}

void Session::OnMalformed(std::uint64_t request_id) {
  RefuseBytes(
      Refuse(v1::REASON_MALFORMED, "This is not a request: its encoding is broken, or a text in it is not UTF-8."),
      request_id);
}

void Session::OnOversized(std::uint64_t request_id) {
  const std::size_t limit = services_.limits.request_bytes;
  RefuseBytes(Refuse(v1::REASON_TOO_LARGE, "The request is too large.",
                     {.limit = "limits.request_bytes", .limit_value = limit}),
              request_id);
}

void Session::OnHalfClose() {
  bool draining = false;
  {
    const MutexLock lock(mu_);
    half_closed_ = true;
    draining = state_ == State::kDraining;
  }
  if (draining) return EndIfDrained();
  connection_->outbox().EndAfterAnswers();
  connection_->Pump();
}

void Session::OnWritten() {
  connection_->Written();
  services_.hub.Drained(connection_);
  EndIfDrained();
  {
    const MutexLock lock(mu_);
    if (!paused_ || connection_->outbox().Overloaded(services_.limits.commands_in_flight)) return;
    paused_ = false;
  }
  transport_->Read();
}

void Session::OnGone() {
  std::uint64_t instance = 0;
  {
    const MutexLock lock(mu_);
    gone_ = true;
    instance = instance_;
  }
  connection_->outbox().Abandon();
  connection_->Pump();
  services_.hub.Remove(connection_);
  services_.registry.Remove(shared_from_this(), identity_.device, instance);
}

void Session::End(const absl::Status& status) { connection_->Close(status); }

void Session::Replace() {
  connection_->outbox().PushControl(ReplacedEvent());
  End(Refuse(v1::REASON_REPLACED, "A newer stream of this device took over."));
}

void Session::Drain(absl::Duration retry_after) {
  {
    const MutexLock lock(mu_);
    state_ = State::kDraining;
    retry_after_ = retry_after;
    last_request_ = services_.clock.Monotonic();
  }
  connection_->Say(DrainingEvent(retry_after));
  EndIfDrained();
}

void Session::CheckHelloTimeout() {
  const State state = GetState();
  if (state != State::kExpectsHello && state != State::kGreeting) return;
  if (services_.clock.Monotonic() - began_ < services_.limits.hello_timeout) return;
  const absl::Duration limit = services_.limits.hello_timeout;
  Cut(Refuse(v1::REASON_HELLO_EXPECTED, "Hello did not come in time.",
             {.limit = "limits.hello_timeout", .limit_value = MillisOf(limit)}));
}

void Session::Cut(const absl::Status& status) { connection_->Cut(status); }

Session::State Session::GetState() const {
  const MutexLock lock(mu_);
  return state_;
}

void Session::OnHello(std::uint64_t request_id, const v1::Hello& hello) {
  if (const absl::Status form = CheckHello(hello, services_.limits); !form.ok()) return End(form);
  if (const absl::Status rate = services_.rates.TakeCommand(identity_.device); !rate.ok()) return End(rate);
  {
    const MutexLock lock(mu_);
    if (state_ == State::kExpectsHello) state_ = State::kGreeting;
  }
  const absl::Status submitted = services_.readers.Submit(
      log::ReaderPool::Class::kInteractive,
      [self = shared_from_this(), request_id, hello] { self->Greet(request_id, hello); }, hello.SpaceUsedLong());
  if (!submitted.ok()) End(submitted);
}

void Session::Greet(std::uint64_t request_id, const v1::Hello& hello) {
  const auto cursors_hold = Welcome(request_id, hello);
  bool gone = false;
  {
    const MutexLock lock(mu_);
    if (state_ == State::kGreeting && cursors_hold.ok()) state_ = State::kOpen;
    gone = gone_;
  }
  // Who went while being greeted was removed before it was there.
  if (gone) return OnGone();
  if (!cursors_hold.ok()) return End(cursors_hold.status());
  connection_->Pump();
  if (*cursors_hold) {
    for (const v1::Attach& attach : hello.attach()) OnAttach(request_id, attach);
  }
  ReadOn();
}

absl::StatusOr<bool> Session::Welcome(std::uint64_t request_id, const v1::Hello& hello) {
  // Registered before memberships are read: a change in between is announced, not missed.
  services_.hub.Add(connection_);
  CONCLAVE_ASSIGN_OR_RETURN(Greeting greeting, LoadGreeting(services_, identity_, request_id, hello));
  {
    const MutexLock lock(mu_);
    instance_ = hello.instance();
  }
  CONCLAVE_ASSIGN_OR_RETURN(const auto previous,
                            services_.registry.Claim(shared_from_this(), identity_.device, hello.instance()));
  if (previous) previous->Replace();
  // Queued before the shard says anything of its own.
  for (std::string& event : greeting.events) connection_->outbox().PushControl(std::move(event));
  services_.hub.Follow(connection_, std::move(greeting.rooms));
  return greeting.cursors_hold;
}

void Session::OnCommand(const v1::ChatRequest& request) {
  const std::uint64_t id = request.request_id();
  if (id == 0) return SayRefusal(Refuse(v1::REASON_INVALID_FIELD, "A request needs a request_id."), id);
  if (const absl::Status rate = TakeRate(request); !rate.ok()) return SayRefusal(rate, id);
  switch (request.command_case()) {
    case v1::ChatRequest::kSendMessage:
      return OnSend(id, request.send_message());
    case v1::ChatRequest::kAttach:
      if (const absl::Status form = CheckAttach(request.attach()); !form.ok()) return SayRefusal(form, id);
      return OnAttach(id, request.attach());
    case v1::ChatRequest::kDetach:
      return OnDetach(id, RoomId(request.detach().room_id()));
    case v1::ChatRequest::kPing:
      return connection_->Say(PongEvent(id, request.ping().client_time_us(), services_.clock.NowUs()));
    case v1::ChatRequest::kHello:
    case v1::ChatRequest::COMMAND_NOT_SET:
      return SayRefusal(Refuse(v1::REASON_UNKNOWN_COMMAND, "The request holds no command this server knows."), id);
  }
}

absl::Status Session::TakeRate(const v1::ChatRequest& request) {
  if (!request.has_send_message()) return services_.rates.TakeCommand(identity_.device);
  return services_.rates.TakeMessage(identity_.device, RoomId(request.send_message().room_id()));
}

void Session::OnSend(std::uint64_t request_id, const v1::SendMessage& send) {
  const auto id = CommandIdOf(send.command_id());
  if (!id.ok()) return SayRefusal(id.status(), request_id);
  auto command = ToCommand(send, services_.limits);
  if (!command.ok()) return SayRefusal(command.status(), request_id);
  if (!Accept()) return SayRefusal(DrainingStatus(), request_id);
  const absl::Status submitted = services_.committer.Submit({.command = *std::move(command),
                                                             .author = identity_.user,
                                                             .device = identity_.device,
                                                             .id = *id,
                                                             .connection = connection_,
                                                             .request_id = request_id});
  if (!submitted.ok()) connection_->Say(ErrorEvent(submitted, request_id), 1);
}

void Session::OnAttach(std::uint64_t request_id, const v1::Attach& attach) {
  const RoomId room(attach.room_id());
  // A room that is only summarised is one that is not attached.
  if (attach.mode() == v1::ATTACH_MODE_SUMMARY) return OnDetach(request_id, room);
  if (!Accept()) return SayRefusal(DrainingStatus(), request_id);
  services_.hub.Attach(connection_, room, attach.after_seq(), request_id);
}

void Session::OnDetach(std::uint64_t request_id, RoomId room) {
  // Does not count against the client's K, but must be answered before the stream ends, and not wait in any number.
  connection_->outbox().ExpectAnswer();
  services_.hub.Detach(connection_, room, DetachedEvent(request_id, room), [request_id] {
    return ErrorEvent(Refuse(v1::REASON_NOT_ATTACHED, "The room is not attached in this stream."), request_id);
  });
}

void Session::RefuseBytes(const absl::Status& status, std::uint64_t request_id) {
  if (GetState() == State::kExpectsHello) return End(status);
  SayRefusal(status, request_id);
  ReadOn();
}

void Session::SayRefusal(const absl::Status& status, std::uint64_t request_id) {
  connection_->Say(ErrorEvent(status, request_id));
}

bool Session::Accept() {
  const MutexLock lock(mu_);
  if (state_ != State::kOpen) return false;
  connection_->outbox().ExpectAnswer();
  return true;
}

void Session::ReadOn() {
  {
    const MutexLock lock(mu_);
    if (connection_->outbox().Overloaded(services_.limits.commands_in_flight)) {
      paused_ = true;
      ProcessTally().CountLimit(LimitIndex("limits.commands_in_flight"));
      return;
    }
  }
  transport_->Read();
}

void Session::EndIfDrained() {
  {
    const MutexLock lock(mu_);
    if (state_ != State::kDraining || connection_->outbox().unanswered() > 0) return;
    const bool quiet = services_.clock.Monotonic() - last_request_ >= kDrainQuiet;
    if (!half_closed_ && !quiet) return;
  }
  End(DrainingStatus());
}

absl::Status Session::DrainingStatus() const {
  absl::Duration retry_after;
  {
    const MutexLock lock(mu_);
    retry_after = retry_after_;
  }
  return Refuse(v1::REASON_DRAINING, "The server is going away.", {.retry_after = retry_after});
}

}  // namespace conclave::session
