#include "tests/support/participant.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/core/strings.h"
#include "tests/support/patience.h"

namespace conclave::testing {
namespace {

std::string NameOf(const Identity& identity, std::uint64_t instance) {
  return absl::StrCat(identity.user_name, "/", identity.device_name, "/", instance);
}

std::string Quoted(std::string_view text) { return absl::StrCat("\"", ToAbsl(text.substr(0, 60)), "\""); }

}  // namespace

Participant::Participant(const Identity& identity, std::uint64_t instance, const std::string& address, History& history)
    : Participant(identity, instance, address,
                  history.AddWitness(NameOf(identity, instance), identity.user, identity.device)) {}

Participant::Participant(const Identity& identity, std::uint64_t instance, const std::string& address, Witness& witness)
    : Caller(identity, address, witness),
      identity_(identity),
      instance_(instance),
      address_(address),
      witness_(witness),
      state_(witness) {}

Participant::~Participant() { stream_.reset(); }

void Participant::Connects() {
  const absl::Time deadline = absl::Now() + Patience();
  for (;;) {
    OpenStream();
    MutexLock order(order_mu_);
    std::vector<v1::ChatRequest> retries;
    {
      MutexLock lock(mu_);
      WaitLocked("Welcome", EndIs::kAwaited, [this]() ABSL_NO_THREAD_SAFETY_ANALYSIS {
        return state_.welcome.has_value() || state_.end.has_value();
      });
      if (!state_.welcome && MayComeBack(*state_.end) && absl::Now() < deadline) continue;
      if (!state_.welcome) {
        if (const v1::Error error = ErrorOf(*state_.end); error.reason() != v1::REASON_UNSPECIFIED) {
          throw Refusal(name(), "Hello", error);
        }
        throw StreamEnded(absl::StrCat(name(), " was not let in\n", state_.Describe()));
      }
      retries = state_.Retries();
    }
    for (const v1::ChatRequest& request : retries) stream_->Write(request);
    return;
  }
}

void Participant::OpenStream() {
  stream_.reset();
  MutexLock order(order_mu_);
  v1::ChatRequest hello;
  {
    MutexLock lock(mu_);
    hello = state_.Hello(instance_);
  }
  stream_ = std::make_unique<ChatStream>(
      OpenChannel(address_, identity_), [this](const v1::Event& event) { OnEvent(event); },
      [this](const grpc::Status& status) { OnEnd(status); });
  stream_->Write(hello);
}

// Without a typed error it was the transport: the server is not there (any more).
bool Participant::MayComeBack(const grpc::Status& status) {
  const v1::Reason reason = ErrorOf(status).reason();
  return status.error_code() == grpc::StatusCode::UNAVAILABLE &&
         (reason == v1::REASON_UNSPECIFIED || reason == v1::REASON_DRAINING);
}

void Participant::Disconnects() { stream_.reset(); }

grpc::Status Participant::HangsUp() {
  stream_->HalfClose();
  return SeesTheEnd();
}

grpc::Status Participant::SeesTheEnd() {
  MutexLock lock(mu_);
  WaitLocked("the end of the stream", EndIs::kAwaited,
             [this]() ABSL_NO_THREAD_SAFETY_ANALYSIS { return state_.end.has_value(); });
  return *state_.end;
}

void Participant::StopsReading() { stream_->PauseReading(); }

void Participant::ReadsOn() { stream_->ResumeReading(); }

void Participant::RemembersEpoch(std::uint64_t epoch) {
  MutexLock lock(mu_);
  state_.epoch = epoch;
}

void Participant::Attaches(RoomId room, Seq after) {
  std::uint64_t request_id = 0;
  {
    MutexLock order(order_mu_);
    v1::ChatRequest request;
    {
      MutexLock lock(mu_);
      request = state_.Attach(room, after);
    }
    request_id = request.request_id();
    stream_->Write(request);
  }
  MutexLock lock(mu_);
  const v1::Error* refused = nullptr;
  WaitLocked(absl::StrCat("Attached ", room.value()), EndIs::kFinal, [&]() ABSL_NO_THREAD_SAFETY_ANALYSIS {
    refused = state_.ErrorTo(request_id);
    return refused != nullptr || !state_.room(room).start;
  });
  if (refused != nullptr) throw Refusal(name(), "Attach", *refused);
}

void Participant::Detaches(RoomId room) {
  MutexLock order(order_mu_);
  v1::ChatRequest request;
  std::size_t before = 0;
  {
    MutexLock lock(mu_);
    before = state_.Detachments(room);
    request = state_.Detach(room);
  }
  stream_->Write(request);
  MutexLock lock(mu_);
  const v1::Error* refused = nullptr;
  WaitLocked(absl::StrCat("Detached ", room.value()), EndIs::kFinal, [&]() ABSL_NO_THREAD_SAFETY_ANALYSIS {
    refused = state_.ErrorTo(request.request_id());
    return refused != nullptr || state_.Detachments(room) > before;
  });
  if (refused != nullptr) throw Refusal(name(), "Detach", *refused);
}

Said Participant::Says(RoomId room, std::string_view text) { return IsAcked(Sends(room, text)); }

std::string Participant::Sends(RoomId room, std::string_view text) { return Sends(room, text, NewCommandId()); }

std::string Participant::Sends(RoomId room, std::string_view text, const std::string& command) {
  MutexLock order(order_mu_);
  v1::ChatRequest request;
  {
    MutexLock lock(mu_);
    WaitLocked("a place among the commands in flight", EndIs::kFinal, [this]() ABSL_NO_THREAD_SAFETY_ANALYSIS {
      return state_.connected() && state_.Unanswered() < state_.welcome->limits().commands_in_flight();
    });
    request = state_.Send(command, room, text);
  }
  stream_->Write(request);
  return command;
}

Said Participant::IsAcked(const std::string& command) {
  MutexLock lock(mu_);
  WaitLocked("the answer to a message", EndIs::kFinal,
             [&]() ABSL_NO_THREAD_SAFETY_ANALYSIS { return state_.commands.at(command).answered(); });
  const Command& sent = state_.commands.at(command);
  if (const auto* error = std::get_if<v1::Error>(&sent.answer)) {
    throw Refusal(name(), absl::StrCat("saying ", Quoted(sent.text)), *error);
  }
  const v1::Ack& ack = std::get<v1::Ack>(sent.answer);
  return {.command = command, .room = RoomId(ack.room_id()), .seq = ack.seq(), .time = ack.time_us()};
}

void Participant::HasAllAnswers() {
  WaitsFor("all answers", [](const ClientState& state) { return state.Unanswered() == 0; });
}

std::uint64_t Participant::Requests(v1::ChatRequest request) {
  MutexLock order(order_mu_);
  if (request.request_id() == 0) {
    MutexLock lock(mu_);
    request.set_request_id(state_.NextRequestId());
  }
  stream_->Write(request);
  return request.request_id();
}

v1::RoomEvent Participant::Sees(RoomId room, std::string_view text) {
  return SeesRoomEvent(Quoted(text), room, [&](const v1::RoomEvent& event) {
    return event.has_message() && event.message().text() == text;
  });
}

v1::RoomEvent Participant::SeesJoining(RoomId room, UserId user) {
  return SeesRoomEvent(absl::StrCat("user ", user.value(), " joining"), room, [&](const v1::RoomEvent& event) {
    return event.has_member_joined() && event.member_joined().user_id() == user.value();
  });
}

v1::RoomEvent Participant::SeesLeaving(RoomId room, UserId user) {
  return SeesRoomEvent(absl::StrCat("user ", user.value(), " leaving"), room, [&](const v1::RoomEvent& event) {
    return event.has_member_left() && event.member_left().user_id() == user.value();
  });
}

void Participant::SeesAllUpTo(RoomId room, Seq seq) {
  WaitsFor(absl::StrCat("everything of room ", room.value(), " up to ", seq),
           [&](const ClientState& state) { return state.room(room).cursor >= seq; });
}

void Participant::SeesCaughtUp(RoomId room) {
  WaitsFor(absl::StrCat("caught up in room ", room.value()),
           [&](const ClientState& state) { return state.room(room).caught_up; });
}

v1::Error Participant::SeesError(std::uint64_t request_id) {
  return SeesOther(
             absl::StrCat("an error for request ", request_id),
             [&](const v1::Event& event) { return event.has_error() && event.error().request_id() == request_id; })
      .error();
}

v1::Error Participant::SeesErrorAbout(RoomId room) {
  return SeesOther(absl::StrCat("an error about room ", room.value()),
                   [&](const v1::Event& event) { return event.has_error() && event.error().room_id() == room.value(); })
      .error();
}

v1::Notice Participant::SeesNotice(v1::Notice::KindCase kind) {
  return SeesOther(absl::StrCat("notice ", static_cast<int>(kind)),
                   [&](const v1::Event& event) { return event.has_notice() && event.notice().kind_case() == kind; })
      .notice();
}

v1::RoomSummary Participant::SeesSummary(RoomId room, const std::function<bool(const v1::RoomSummary&)>& wanted) {
  return SeesOther(absl::StrCat("summary of room ", room.value()),
                   [&](const v1::Event& event) {
                     return event.has_room_summary() && event.room_summary().room_id() == room.value() &&
                            wanted(event.room_summary());
                   })
      .room_summary();
}

v1::Pong Participant::SeesPong(std::uint64_t request_id) {
  return SeesOther("pong",
                   [&](const v1::Event& event) { return event.has_pong() && event.pong().request_id() == request_id; })
      .pong();
}

void Participant::WaitsFor(const std::string& what, const std::function<bool(const ClientState&)>& condition) {
  MutexLock lock(mu_);
  WaitLocked(what, EndIs::kFinal, [&]() ABSL_NO_THREAD_SAFETY_ANALYSIS { return condition(state_); });
}

void Participant::WaitsOverStreamsFor(const std::string& what,
                                      const std::function<bool(const ClientState&)>& condition) {
  MutexLock lock(mu_);
  WaitLocked(what, EndIs::kAwaited, [&]() ABSL_NO_THREAD_SAFETY_ANALYSIS { return condition(state_); });
}

v1::Welcome Participant::welcome() const {
  MutexLock lock(mu_);
  return state_.welcome.value();
}

bool Participant::IsAttached(RoomId room) const {
  MutexLock lock(mu_);
  return state_.room(room).attached;
}

Seq Participant::CursorOf(RoomId room) const {
  MutexLock lock(mu_);
  return state_.room(room).cursor;
}

std::vector<v1::RoomEvent> Participant::Seen(RoomId room) const {
  MutexLock lock(mu_);
  return state_.room(room).seen;
}

std::size_t Participant::acks() const {
  MutexLock lock(mu_);
  return state_.acks;
}

std::string Participant::TextOf(const std::string& command) const {
  MutexLock lock(mu_);
  return state_.commands.at(command).text;
}

void Participant::OnEvent(const v1::Event& event) {
  MutexLock lock(mu_);
  state_.Take(event);
  changed_.SignalAll();
}

void Participant::OnEnd(const grpc::Status& status) {
  MutexLock lock(mu_);
  state_.End(status);
  changed_.SignalAll();
}

void Participant::WaitLocked(const std::string& what, EndIs end, const std::function<bool()>& condition) {
  const absl::Time deadline = absl::Now() + Patience();
  while (!condition()) {
    if (end == EndIs::kFinal && (stream_ == nullptr || state_.end)) {
      throw StreamEnded(absl::StrCat(name(), " waited for ", what, " when the stream ended\n", state_.Describe()));
    }
    if (absl::Now() >= deadline) {
      throw std::runtime_error(absl::StrCat(name(), " waited in vain for ", what, "\n", state_.Describe()));
    }
    changed_.WaitFor(mu_, deadline - absl::Now());
  }
}

template <typename Wanted>
v1::RoomEvent Participant::SeesRoomEvent(const std::string& what, RoomId room, const Wanted& wanted) {
  MutexLock lock(mu_);
  std::size_t looked_at = 0;
  WaitLocked(what, EndIs::kFinal, [&]() ABSL_NO_THREAD_SAFETY_ANALYSIS {
    const std::vector<v1::RoomEvent>& seen = state_.room(room).seen;
    while (looked_at < seen.size() && !wanted(seen[looked_at])) ++looked_at;
    return looked_at < seen.size();
  });
  return state_.room(room).seen[looked_at];
}

template <typename Wanted>
v1::Event Participant::SeesOther(const std::string& what, const Wanted& wanted) {
  MutexLock lock(mu_);
  std::size_t looked_at = 0;
  WaitLocked(what, EndIs::kFinal, [&]() ABSL_NO_THREAD_SAFETY_ANALYSIS {
    while (looked_at < state_.others.size() && !wanted(state_.others[looked_at])) ++looked_at;
    return looked_at < state_.others.size();
  });
  return state_.others[looked_at];
}

}  // namespace conclave::testing
