#ifndef CONCLAVE_CLIENT_OBSERVER_H_
#define CONCLAVE_CLIENT_OBSERVER_H_

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "client/errors.h"
#include "conclave/v1/chat.pb.h"
#include "server/core/ids.h"

namespace conclave::client {

enum class Phase {
  // Not started yet.
  kIdle,
  // A stream is being opened.
  kConnecting,
  // Welcome has come.
  kOnline,
  // There is no stream; the next attempt is made at retry_at.
  kWaiting,
  // Over for good.
  kStopped,
};

enum class StopReason {
  kNotStopped,
  // HalfClose, and everything was answered.
  kFinished,
  // Shutdown.
  kShutdown,
  // See `trouble`, which is final.
  kTrouble,
};

struct State {
  Phase phase = Phase::kIdle;
  // In kWaiting: wall time of the next attempt.
  TimeUs retry_at = 0;
  // In kWaiting and kStopped by trouble: why.
  Trouble trouble;
  // In kStopped.
  StopReason stop = StopReason::kNotStopped;
};

// The server's store is another one than the cursors were of: every attachment is gone, and numbers known from before
// mean nothing. Whoever wants those rooms attaches them again.
struct EpochChanged {
  std::uint64_t before = 0;
  std::uint64_t now = 0;
  std::vector<RoomId> dropped;
};

// A command is on the server's disk.
struct Acked {
  CommandId command;
  RoomId room;
  Seq seq = 0;
  TimeUs time = 0;
};

// A command was refused and will not be sent again. With REASON_UNSPECIFIED the library itself gave up on it.
struct Refused {
  CommandId command;
  RoomId room;
  v1::Error error;
};

// A room cannot be attached, or no longer.
struct AttachRefused {
  RoomId room;
  v1::Error error;
};

// The server broke the contract (a number missing, doubled or out of order, an answer nobody asked for). The stream is
// cut, and resumed from the last good number.
struct Violation {
  std::string text;
};

// One thing the conversation has to tell, in order.
using Notification =
    std::variant<State, v1::Welcome, v1::RoomSummary, v1::RoomEvent, v1::Attached, v1::Gap, v1::CaughtUp, v1::Detached,
                 v1::Notice, v1::Pong, EpochChanged, Acked, Refused, AttachRefused, Violation>;

// Is told what happens in a conversation. All calls come one at a time, in order, on threads of gRPC (the first state
// on that of the caller of Start): they must not block. They may call the Chat, except for its waits.
class Observer {
 public:
  virtual ~Observer() = default;

  virtual void OnStateChanged(const State& /*state*/) {}
  virtual void OnWelcome(const v1::Welcome& /*welcome*/) {}
  virtual void OnEpochChanged(const EpochChanged& /*change*/) {}
  virtual void OnSummary(const v1::RoomSummary& /*summary*/) {}
  // An attached room begins at from_seq; its events follow.
  virtual void OnAttached(const v1::Attached& /*attached*/) {}
  virtual void OnAttachRefused(const AttachRefused& /*refused*/) {}
  // Per room: each number exactly once, ascending, or within a Gap.
  virtual void OnRoomEvent(v1::RoomEvent&& /*event*/) {}
  virtual void OnGap(const v1::Gap& /*gap*/) {}
  virtual void OnCaughtUp(const v1::CaughtUp& /*caught_up*/) {}
  virtual void OnDetached(RoomId /*room*/) {}
  // Each accepted Send ends in exactly one of these two, unless the Chat is shut down first.
  virtual void OnAck(const Acked& /*ack*/) {}
  virtual void OnRefused(const Refused& /*refused*/) {}
  virtual void OnNotice(const v1::Notice& /*notice*/) {}
  virtual void OnPong(const v1::Pong& /*pong*/) {}
  virtual void OnViolation(std::string_view /*text*/) {}
};

// Calls the member of `observer` that is meant for `notification`.
void Deliver(Notification&& notification, Observer& observer);

}  // namespace conclave::client

#endif  // CONCLAVE_CLIENT_OBSERVER_H_
