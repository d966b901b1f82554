#ifndef CONCLAVE_SERVER_SESSION_SESSION_H_
#define CONCLAVE_SERVER_SESSION_SESSION_H_

#include <cstddef>
#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "conclave/v1/chat.pb.h"
#include "server/auth/identity.h"
#include "server/core/mutex.h"
#include "server/fanout/connection.h"
#include "server/session/services.h"

namespace conclave::session {

// The transport of a session: what fan-out writes to, and what is read.
class Transport : public fanout::Writer {
 public:
  // Reads the next request; its arrival is reported by one of Session's On… calls. May come too late; then it does
  // nothing.
  virtual void Read() = 0;
};

// One connected client, as a state machine: Hello first, then commands. It knows nothing of gRPC. It reads on only
// while the client has fewer than K commands without an answer: who sends more is held by flow control, not by an
// error. Thread-safe; the calls that report what was read come one after the other. Shared by its transport, the
// registry and the work under way for it.
class Session : public std::enable_shared_from_this<Session> {
 public:
  static std::shared_ptr<Session> Make(const Services& services, const auth::Identity& identity,
                                       std::shared_ptr<Transport> transport);
  // Registers the session and reads the first request; once.
  void Begin();

  void OnRequest(const v1::ChatRequest& request);
  // Bytes that are no request. `request_id` as far as it could be read, else 0.
  void OnMalformed(std::uint64_t request_id);
  // A request larger than limits.request_bytes.
  void OnOversized(std::uint64_t request_id);
  // Nothing more will be read.
  void OnHalfClose();
  // A write is done.
  void OnWritten();
  // The transport is gone.
  void OnGone();

  // The stream ends; `status` is its last event.
  void End(const absl::Status& status);
  // A newer stream speaks for this instance.
  void Replace();
  // The server goes away: what was accepted is answered, what still comes is refused. The stream ends when the client
  // half-closes, or when nothing has come for kDrainQuiet: what was on its way has arrived then. To be followed by
  // EndIfDrained now and then.
  void Drain(absl::Duration retry_after);
  void EndIfDrained();

  static constexpr absl::Duration kDrainQuiet = absl::Milliseconds(250);

  // Ends the stream if Hello has not come in time.
  void CheckHelloTimeout();
  // Bytes of events that wait to be sent.
  [[nodiscard]] std::size_t waiting_bytes() const { return connection_->outbox().live_bytes(); }
  // Breaks the stream off.
  void Cut(const absl::Status& status);

 private:
  enum class State { kExpectsHello, kGreeting, kOpen, kDraining };

  Session(const Services& services, const auth::Identity& identity, std::shared_ptr<Transport> transport);

  State GetState() const;
  void OnHello(std::uint64_t request_id, const v1::Hello& hello);
  void Greet(std::uint64_t request_id, const v1::Hello& hello);
  // Makes the connection known, and queues what it is told first. Whether the cursors in `hello` hold.
  absl::StatusOr<bool> Welcome(std::uint64_t request_id, const v1::Hello& hello);
  void OnCommand(const v1::ChatRequest& request);
  // Whether the device may do so much, and so much may be said in the room.
  absl::Status TakeRate(const v1::ChatRequest& request);
  void OnSend(std::uint64_t request_id, const v1::SendMessage& send);
  void OnAttach(std::uint64_t request_id, const v1::Attach& attach);
  void OnDetach(std::uint64_t request_id, RoomId room);
  // Bytes that cannot be a command: the stream lives on, unless they came in place of Hello.
  void RefuseBytes(const absl::Status& status, std::uint64_t request_id);
  // Says a refusal that answers no counted command.
  void SayRefusal(const absl::Status& status, std::uint64_t request_id);
  // Whether commands are taken; the one at hand will be answered then.
  bool Accept();
  // Reads the next request, or remembers to when there is less to answer.
  void ReadOn();
  [[nodiscard]] absl::Status DrainingStatus() const;

  const Services services_;
  const auth::Identity identity_;
  const std::shared_ptr<Transport> transport_;
  const std::shared_ptr<fanout::Connection> connection_;
  const absl::Duration began_;

  mutable Mutex mu_;
  State state_ ABSL_GUARDED_BY(mu_) = State::kExpectsHello;
  // Reading waits for answers to be written.
  bool paused_ ABSL_GUARDED_BY(mu_) = false;
  bool gone_ ABSL_GUARDED_BY(mu_) = false;
  bool half_closed_ ABSL_GUARDED_BY(mu_) = false;
  // When the last request came or the drain began, on the monotonic clock.
  absl::Duration last_request_ ABSL_GUARDED_BY(mu_);
  std::uint64_t instance_ ABSL_GUARDED_BY(mu_) = 0;
  absl::Duration retry_after_ ABSL_GUARDED_BY(mu_);
};

}  // namespace conclave::session

#endif  // CONCLAVE_SERVER_SESSION_SESSION_H_
