#include "client/stream_core.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/utf8.h"
#include "server/core/limits.h"
#include "server/core/refusal.h"
#include "server/core/strings.h"

namespace conclave::client {
namespace {

// While the server has trouble with what is sent, but keeps the stream.
constexpr BackoffPolicy kSendBackoff = {.base = absl::Milliseconds(250), .cap = absl::Seconds(10)};
// Of a request beside the text itself.
constexpr std::size_t kSendOverhead = 128;
constexpr int kUnheardPings = 2;

std::uint64_t NotZero(std::uint64_t wish, Random& random) { return wish != 0 ? wish : random.NextId(); }

// When the client-made id was made: a UUIDv7 begins with milliseconds since 1970.
TimeUs MadeAt(const CommandId& id) {
  std::uint64_t millis = 0;
  for (const char byte : id.bytes().substr(0, 6)) millis = (millis << 8) | static_cast<std::uint8_t>(byte);
  return static_cast<TimeUs>(millis) * 1000;
}

v1::Error TooOld() {
  v1::Error error;
  error.set_code(static_cast<int>(absl::StatusCode::kDeadlineExceeded));
  error.set_text("The message waited too long and was not sent.");
  return error;
}

}  // namespace

StreamCore::StreamCore(StreamOptions options, const Clock& clock, Random& random)
    : options_(std::move(options)),
      clock_(clock),
      random_(random),
      instance_(NotZero(options_.instance, random)),
      epoch_(options_.store_epoch),
      send_backoff_(kSendBackoff, random),
      request_limit_(Limits{}.request_bytes),
      hello_limit_(Limits{}.hello_bytes) {}

absl::Status StreamCore::Attach(RoomId room, std::optional<Seq> after) {
  if (finishing_) return absl::FailedPreconditionError("The conversation takes no more commands.");
  const bool nothing_new = !after && rooms_.IsWanted(room);
  rooms_.Want(room, after);
  if (welcomed_ && !nothing_new) QueueAttach(room);
  return absl::OkStatus();
}

void StreamCore::QueueAttach(RoomId room) { controls_.push_back({Kind::kAttach, room}); }

void StreamCore::Detach(RoomId room, Notifications& out) {
  if (!rooms_.IsWanted(room)) return;
  rooms_.Unwant(room);
  if (open_) {
    controls_.push_back({Kind::kDetach, room});
    return;
  }
  rooms_.Forget(room);
  v1::Detached detached;
  detached.set_room_id(room.value());
  out.emplace_back(std::move(detached));
}

absl::StatusOr<CommandId> StreamCore::Send(RoomId room, std::string text, std::optional<CommandId> command) {
  if (finishing_) return absl::FailedPreconditionError("The conversation takes no more commands.");
  if (text.empty() || !IsValidUtf8(text)) {
    return Refuse(v1::REASON_INVALID_TEXT, "A message is valid UTF-8 and not empty.");
  }
  if (text.size() + kSendOverhead > request_limit_) {
    return Refuse(v1::REASON_TOO_LARGE, "The message is too large.",
                  {.limit = "limits.request_bytes", .limit_value = request_limit_});
  }
  if (command) {
    if (const PendingSend* pending = pending_.Find(*command)) {
      if (pending->room == room && pending->text == text) return *command;
      return Refuse(v1::REASON_ID_REUSED, "Another message with this id is waiting.");
    }
  }
  if (pending_.size() >= options_.max_pending) {
    return Refuse(v1::REASON_LIMIT_REACHED, "Too many messages wait for their answers.",
                  {.limit = "client.max_pending", .limit_value = options_.max_pending});
  }
  const CommandId id = command ? *command : MakeCommandId(clock_.NowUs(), random_);
  pending_.Push({.command = id, .room = room, .text = std::move(text)});
  return id;
}

void StreamCore::Ping() { ping_wanted_ = open_; }

void StreamCore::OnOpened() {
  open_ = true;
  said_hello_ = false;
  welcomed_ = false;
  draining_ = false;
  last_request_ = 0;
  hold_until_ = absl::ZeroDuration();
  pings_unheard_ = 0;
  ending_.reset();
  retry_after_ = absl::ZeroDuration();
  opened_at_ = heard_at_ = clock_.Monotonic();
}

void StreamCore::OnClosed(Notifications& out) {
  open_ = false;
  welcomed_ = false;
  ping_wanted_ = false;
  in_flight_ = 0;
  requests_.clear();
  newest_attach_.clear();
  hello_rooms_.clear();
  controls_.clear();
  pending_.CallBackAll();
  for (const RoomId room : rooms_.OnStreamLost()) {
    v1::Detached detached;
    detached.set_room_id(room.value());
    out.emplace_back(std::move(detached));
  }
}

bool StreamCore::MaySend() const { return welcomed_ && !draining_ && in_flight_ < window_ && !IsHeld(); }

std::optional<v1::ChatRequest> StreamCore::NextRequest(Notifications& out) {
  if (!open_) return std::nullopt;
  if (!said_hello_) return MakeHello();
  if (!welcomed_) return std::nullopt;
  if (std::exchange(ping_wanted_, false)) return MakePing();
  while (!controls_.empty()) {
    const Control control = controls_.front();
    if (control.kind == Kind::kAttach ? !MaySend() : IsHeld()) return std::nullopt;
    controls_.pop_front();
    if (control.kind == Kind::kDetach) return MakeDetach(control.room);
    // It may have been given up since it was queued.
    if (rooms_.IsWanted(control.room)) return MakeAttach(control.room);
  }
  DropExpired(out);
  if (!MaySend() || pending_.Next() == nullptr) return std::nullopt;
  return MakeSend();
}

void StreamCore::DropExpired(Notifications& out) {
  const TimeUs oldest = clock_.NowUs() - absl::ToInt64Microseconds(options_.max_age);
  for (const PendingSend* next = pending_.Next(); next != nullptr; next = pending_.Next()) {
    if (MadeAt(next->command) >= oldest) return;
    out.emplace_back(Refused{.command = next->command, .room = next->room, .error = TooOld()});
    pending_.Remove(pending_.MarkOffered());
  }
}

std::uint64_t StreamCore::NewRequest(Request request) {
  const std::uint64_t id = ++last_request_;
  if (request.kind == Kind::kSend || request.kind == Kind::kAttach) ++in_flight_;
  requests_.emplace(id, request);
  return id;
}

v1::ChatRequest StreamCore::MakeHello() {
  v1::ChatRequest request;
  hello_request_ = NewRequest({.kind = Kind::kHello});
  request.set_request_id(hello_request_);
  v1::Hello& hello = *request.mutable_hello();
  hello.set_client_name(options_.client_name);
  hello.set_client_version(options_.client_version);
  hello.set_store_epoch(epoch_);
  hello.set_instance(instance_);
  said_hello_ = true;
  // Without an epoch to check them against, cursors are not worth a place here; they follow as commands.
  if (epoch_ == 0) return request;
  // Tag, length and three fields of an Attach.
  constexpr std::size_t kAttachBytes = 32;
  std::size_t left = hello_limit_ - std::min(hello_limit_, request.ByteSizeLong());
  for (const RoomId room : rooms_.Wanted()) {
    if (left < kAttachBytes) break;
    left -= kAttachBytes;
    v1::Attach& attach = *hello.add_attach();
    attach.set_room_id(room.value());
    attach.set_after_seq(rooms_.After(room));
    attach.set_mode(v1::ATTACH_MODE_FULL);
    hello_rooms_[room] = attach.after_seq();
    newest_attach_[room] = hello_request_;
  }
  return request;
}

v1::ChatRequest StreamCore::MakeAttach(RoomId room) {
  v1::ChatRequest request;
  const Seq after = rooms_.After(room);
  const std::uint64_t id = NewRequest({.kind = Kind::kAttach, .room = room, .after = after});
  newest_attach_[room] = id;
  request.set_request_id(id);
  request.mutable_attach()->set_room_id(room.value());
  request.mutable_attach()->set_after_seq(after);
  request.mutable_attach()->set_mode(v1::ATTACH_MODE_FULL);
  return request;
}

v1::ChatRequest StreamCore::MakeDetach(RoomId room) {
  v1::ChatRequest request;
  request.set_request_id(NewRequest({.kind = Kind::kDetach, .room = room}));
  request.mutable_detach()->set_room_id(room.value());
  return request;
}

v1::ChatRequest StreamCore::MakePing() {
  v1::ChatRequest request;
  request.set_request_id(NewRequest({.kind = Kind::kPing}));
  request.mutable_ping()->set_client_time_us(clock_.NowUs());
  return request;
}

v1::ChatRequest StreamCore::MakeSend() {
  v1::ChatRequest request;
  const PendingSends::Place place = pending_.MarkOffered();
  const PendingSend& send = *pending_.At(place);
  request.set_request_id(NewRequest({.kind = Kind::kSend, .room = send.room, .place = place}));
  v1::SendMessage& message = *request.mutable_send_message();
  message.set_room_id(send.room.value());
  message.set_command_id(std::string(send.command.bytes()));
  message.mutable_message()->set_text(send.text);
  return request;
}

StreamCore::Liveness StreamCore::OnTime() {
  if (!open_) return Liveness::kAlive;
  const absl::Duration now = clock_.Monotonic();
  if (!welcomed_) return now - opened_at_ >= options_.welcome_timeout ? Liveness::kDead : Liveness::kAlive;
  if (now - heard_at_ < heartbeat_ * (pings_unheard_ + 1)) return Liveness::kAlive;
  if (pings_unheard_ == kUnheardPings) return Liveness::kDead;
  ++pings_unheard_;
  ping_wanted_ = true;
  return Liveness::kAlive;
}

absl::Duration StreamCore::NextWake() const {
  if (!open_) return absl::InfiniteDuration();
  if (!welcomed_) return opened_at_ + options_.welcome_timeout;
  const absl::Duration silent = heard_at_ + heartbeat_ * (pings_unheard_ + 1);
  return hold_until_ > clock_.Monotonic() ? std::min(silent, hold_until_) : silent;
}

bool StreamCore::WritesAreDone() const {
  return finishing_ && welcomed_ && controls_.empty() && pending_.Next() == nullptr;
}

}  // namespace conclave::client
