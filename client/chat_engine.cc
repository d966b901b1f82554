#include "client/chat_engine.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/errors.h"

namespace conclave::client {
namespace {

// A cancelled stream is done within milliseconds, unless the machine's network holds a write of it.
constexpr absl::Duration kStreamEndTimeout = absl::Seconds(5);

}  // namespace

ChatEngine::ChatEngine(std::shared_ptr<Connection> connection, ChatOptions options, Observer& observer,
                       const Clock& clock, Random& random)
    : target_(connection->target()),
      observer_(observer),
      clock_(clock),
      connection_(std::move(connection)),
      core_(std::move(options.stream), clock, random),
      backoff_(options.backoff, random) {}

void ChatEngine::Start() {
  {
    MutexLock lock(mu_);
    if (state_.phase != Phase::kIdle) return;
    retry_at_ = clock_.Monotonic();
    // Connecting begins in the turn, as after every other wait.
    state_.phase = Phase::kWaiting;
  }
  Turn();
}

absl::Status ChatEngine::Attach(RoomId room, std::optional<Seq> after) {
  absl::Status status;
  {
    MutexLock lock(mu_);
    status = core_.Attach(room, after);
  }
  Turn();
  return status;
}

void ChatEngine::Detach(RoomId room) {
  {
    MutexLock lock(mu_);
    core_.Detach(room, notifications_);
  }
  Turn();
}

absl::StatusOr<CommandId> ChatEngine::Send(RoomId room, std::string text, std::optional<CommandId> command) {
  absl::StatusOr<CommandId> id;
  {
    MutexLock lock(mu_);
    if (state_.phase == Phase::kStopped) return absl::FailedPreconditionError("The conversation is over.");
    id = core_.Send(room, std::move(text), std::move(command));
  }
  Turn();
  return id;
}

void ChatEngine::Ping() {
  {
    MutexLock lock(mu_);
    core_.Ping();
  }
  Turn();
}

void ChatEngine::RetryNow() {
  {
    MutexLock lock(mu_);
    if (state_.phase == Phase::kWaiting) retry_at_ = clock_.Monotonic();
  }
  Turn();
}

void ChatEngine::HalfClose() {
  {
    MutexLock lock(mu_);
    core_.Finish();
    const bool nothing_left = stream_ == nullptr && core_.IsIdle();
    if (nothing_left && state_.phase != Phase::kStopped) {
      SetStateLocked({.phase = Phase::kStopped, .stop = StopReason::kFinished});
    }
  }
  Turn();
}

void ChatEngine::Shutdown() {
  silent_.store(true, std::memory_order_release);
  {
    MutexLock lock(mu_);
    shut_down_ = true;
    notifications_.clear();
    timer_.Cancel();
    if (state_.phase != Phase::kStopped) state_ = {.phase = Phase::kStopped, .stop = StopReason::kShutdown};
    CutLocked("shut down");
  }
  Turn();
  std::shared_ptr<Connection> connection;
  MutexLock lock(mu_);
  // From within a call of the observer there is no waiting for its end.
  if (delivering_ && deliverer_ == std::this_thread::get_id()) return;
  while (delivering_) changed_.Wait(mu_);
  // Only then is the channel surely let go of here and not in a reaction; see Connection.
  const absl::Duration deadline = clock_.Monotonic() + kStreamEndTimeout;
  while (streams_ != 0 && clock_.Monotonic() < deadline) changed_.WaitFor(mu_, deadline - clock_.Monotonic());
  connection.swap(connection_);
  // Better never than on the wrong thread.
  if (streams_ != 0 && connection != nullptr) new std::shared_ptr<Connection>(std::move(connection));
}

State ChatEngine::GetState() const {
  MutexLock lock(mu_);
  return state_;
}

StreamCounts ChatEngine::Counts() const {
  MutexLock lock(mu_);
  return core_.Counts();
}

template <typename Condition>
bool ChatEngine::WaitUntil(absl::Duration timeout, Condition condition) {
  const absl::Duration deadline = clock_.Monotonic() + timeout;
  MutexLock lock(mu_);
  for (;;) {
    if (IsDeliveredLocked()) {
      if (condition()) return true;
      if (state_.phase == Phase::kStopped) return false;
    }
    const absl::Duration left = deadline - clock_.Monotonic();
    if (left <= absl::ZeroDuration()) return false;
    changed_.WaitFor(mu_, left);
  }
}

bool ChatEngine::WaitOnline(absl::Duration timeout) {
  return WaitUntil(timeout, [this]() ABSL_NO_THREAD_SAFETY_ANALYSIS { return state_.phase == Phase::kOnline; });
}

bool ChatEngine::WaitIdle(absl::Duration timeout) {
  return WaitUntil(timeout, [this]() ABSL_NO_THREAD_SAFETY_ANALYSIS { return core_.IsIdle(); });
}

bool ChatEngine::WaitStopped(absl::Duration timeout) {
  return WaitUntil(timeout, [this]() ABSL_NO_THREAD_SAFETY_ANALYSIS { return state_.phase == Phase::kStopped; });
}

void ChatEngine::PauseReading(bool paused) {
  {
    MutexLock lock(mu_);
    paused_ = paused;
    core_.OnHeard();
  }
  Turn();
}

void ChatEngine::DropStreamForTest() {
  {
    MutexLock lock(mu_);
    CutLocked("dropped by a test");
  }
  Turn();
}

void ChatEngine::CutLocked(std::string why) {
  if (stream_ == nullptr || cut_) return;
  cut_ = true;
  cut_why_ = std::move(why);
}

void ChatEngine::SetStateLocked(State state) {
  state_ = std::move(state);
  if (!shut_down_) notifications_.emplace_back(state_);
}

void ChatEngine::Turn() {
  // The observer may delete the Chat.
  const std::shared_ptr<ChatEngine> self = shared_from_this();
  for (;;) {
    Todo todo;
    StreamCore::Notifications batch;
    {
      MutexLock lock(mu_);
      todo = DecideLocked();
      if (!delivering_ && !notifications_.empty()) {
        batch.swap(notifications_);
        delivering_ = true;
        deliverer_ = std::this_thread::get_id();
      }
      ArmTimerLocked();
      changed_.SignalAll();
    }
    // Without holding on to the stream while the observer takes its time.
    Do(std::exchange(todo, {}));
    if (batch.empty()) return;
    for (Notification& notification : batch) {
      if (silent_.load(std::memory_order_acquire)) break;
      Deliver(std::move(notification), observer_);
    }
    MutexLock lock(mu_);
    delivering_ = false;
  }
}

ChatEngine::Todo ChatEngine::DecideLocked() {
  Todo todo;
  if (!shut_down_ && state_.phase == Phase::kWaiting && clock_.Monotonic() >= retry_at_) {
    ConnectLocked(todo);
    return todo;
  }
  if (stream_ == nullptr) return todo;
  todo.stream = stream_;
  if (cut_ && !cancelled_) todo.cancel = cancelled_ = true;
  if (!cancelled_ && !writing_ && !writes_ended_) DecideWriteLocked(todo);
  if (!cancelled_ && !reading_ && !reads_ended_ && !paused_ && IsDeliveredLocked()) todo.read = reading_ = true;
  const bool over = reads_ended_ || cancelled_;
  if (over && !reading_ && !writing_ && !released_) todo.release = released_ = true;
  return todo;
}

void ChatEngine::DecideWriteLocked(Todo& todo) {
  if (reads_ended_) return;
  if (std::optional<v1::ChatRequest> request = core_.NextRequest(notifications_)) {
    todo.request = std::move(request);
    todo.write = writing_ = true;
  } else if (core_.WritesAreDone()) {
    todo.half_close = writing_ = writes_ended_ = true;
  }
}

void ChatEngine::ConnectLocked(Todo& todo) {
  stream_ = std::make_shared<ChatStream>(shared_from_this(), connection_);
  ++streams_;
  writes_ended_ = reads_ended_ = cut_ = cancelled_ = released_ = false;
  cut_why_.clear();
  core_.OnOpened();
  todo.request = core_.NextRequest(notifications_);
  reading_ = writing_ = true;
  todo.stream = stream_;
  todo.open = true;
  SetStateLocked({.phase = Phase::kConnecting});
}

void ChatEngine::Do(const Todo& todo) {
  if (todo.open) todo.stream->Open(*todo.request);
  if (todo.read) todo.stream->Read();
  if (todo.write) todo.stream->Write(*todo.request);
  if (todo.half_close) todo.stream->HalfClose();
  if (todo.cancel) todo.stream->Cancel();
  if (todo.release) todo.stream->Release();
}

void ChatEngine::OnRead(v1::ChatResponse response) {
  {
    MutexLock lock(mu_);
    reading_ = false;
    core_.OnHeard();
    TakeInLocked(response);
  }
  Turn();
}

void ChatEngine::OnUnreadable() {
  {
    MutexLock lock(mu_);
    reading_ = false;
    ViolatedLocked("what it wrote is no response");
  }
  Turn();
}

void ChatEngine::OnReadsEnded() {
  {
    MutexLock lock(mu_);
    reading_ = false;
    reads_ended_ = true;
  }
  Turn();
}

void ChatEngine::ViolatedLocked(std::string text) {
  if (cut_) return;
  CutLocked(absl::StrCat("the server broke the contract: ", text));
  if (!shut_down_) notifications_.emplace_back(Violation{.text = std::move(text)});
}

void ChatEngine::TakeInLocked(v1::ChatResponse& response) {
  if (cut_) return;
  for (v1::Event& event : *response.mutable_events()) {
    if (absl::Status status = core_.OnEvent(std::move(event), notifications_); !status.ok()) {
      ViolatedLocked(std::string(status.message()));
      break;
    }
    if (core_.IsWelcomed() && state_.phase == Phase::kConnecting) {
      online_since_ = clock_.Monotonic();
      SetStateLocked({.phase = Phase::kOnline});
    }
  }
  if (shut_down_) notifications_.clear();
}

void ChatEngine::OnWriteDone(bool ok) {
  {
    MutexLock lock(mu_);
    writing_ = false;
    // What the server said before the stream broke is still to be read.
    if (!ok) writes_ended_ = true;
  }
  Turn();
}

Trouble ChatEngine::TroubleLocked(const absl::Status& status) const {
  if (core_.Ending()) return Explain(ToStatus(*core_.Ending()), target_);
  if (!cut_why_.empty()) {
    return {.kind = TroubleKind::kUnreachable,
            .sentence = absl::StrCat("The connection to ", target_, " was given up: ", cut_why_, "."),
            .details = std::string(status.message())};
  }
  return Explain(status, target_);
}

void ChatEngine::WaitLocked(Trouble trouble) {
  if (state_.phase == Phase::kOnline) backoff_.WasConnectedFor(clock_.Monotonic() - online_since_);
  const absl::Duration delay = backoff_.Next(core_.RetryAfter());
  retry_at_ = clock_.Monotonic() + delay;
  SetStateLocked({.phase = Phase::kWaiting,
                  .retry_at = clock_.NowUs() + absl::ToInt64Microseconds(delay),
                  .trouble = std::move(trouble)});
}

void ChatEngine::OnStreamDone(const absl::Status& status) {
  std::shared_ptr<ChatStream> done;
  {
    MutexLock lock(mu_);
    done.swap(stream_);
    core_.OnClosed(notifications_);
    if (shut_down_) {
      notifications_.clear();
    } else {
      AfterStreamLocked(TroubleLocked(status));
    }
  }
  Turn();
}

void ChatEngine::AfterStreamLocked(Trouble trouble) {
  if (trouble.IsFinal()) {
    SetStateLocked({.phase = Phase::kStopped, .trouble = std::move(trouble), .stop = StopReason::kTrouble});
  } else if (core_.IsFinishing() && core_.IsIdle()) {
    SetStateLocked({.phase = Phase::kStopped, .stop = StopReason::kFinished});
  } else {
    WaitLocked(std::move(trouble));
  }
}

void ChatEngine::OnStreamGone() {
  MutexLock lock(mu_);
  --streams_;
  changed_.SignalAll();
}

void ChatEngine::ArmTimerLocked() {
  if (shut_down_) return;
  absl::Duration wake = stream_ != nullptr ? core_.NextWake() : absl::InfiniteDuration();
  if (state_.phase == Phase::kWaiting) wake = retry_at_;
  // One that goes off too early looks again.
  if (wake >= timer_at_) return;
  timer_at_ = wake;
  timer_.Set(wake - clock_.Monotonic(), [self = shared_from_this()] { self->OnTimer(); });
}

void ChatEngine::OnTimer() {
  {
    MutexLock lock(mu_);
    timer_at_ = absl::InfiniteDuration();
    if (paused_) core_.OnHeard();
    if (core_.OnTime() == StreamCore::Liveness::kDead) {
      if (stream_ != nullptr) stream_->DistrustConnection();
      CutLocked("it fell silent");
    }
  }
  Turn();
}

}  // namespace conclave::client
