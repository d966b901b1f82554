#ifndef CONCLAVE_CLIENT_STREAM_CORE_H_
#define CONCLAVE_CLIENT_STREAM_CORE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/backoff.h"
#include "client/observer.h"
#include "client/pending_sends.h"
#include "client/room_cursors.h"
#include "conclave/v1/chat.pb.h"
#include "server/core/clock.h"
#include "server/core/random.h"

namespace conclave::client {

struct StreamOptions {
  std::string client_name = "conclave-client";
  std::string client_version = "0.1.0";
  // Tells two programs on one device apart; 0: random.
  std::uint64_t instance = 0;
  // The store epoch that cursors kept from an earlier process belong to; 0: none are kept.
  std::uint64_t store_epoch = 0;
  // Messages without an answer; one more is refused.
  std::size_t max_pending = 4096;
  // A message made longer ago is given up instead of sent.
  absl::Duration max_age = absl::Hours(7 * 24);
  // A stream without Welcome by then is dead.
  absl::Duration welcome_timeout = absl::Seconds(20);
};

// How much is under way.
struct StreamCounts {
  // Messages without an answer, sent or not.
  std::size_t pending = 0;
  // Commands of the present stream without an answer; never more than K.
  std::size_t in_flight = 0;
};

// One logical conversation over many streams, without any transport: what to write next, and what that which was read
// means. Guarantees: each message is sent until it has an answer, always with the same id, in order within a stream, at
// most K without an answer, never when older than max_age; a rate that the server limits delays it and no more; each
// wanted room is resumed after the last number delivered, and a number that is missing, doubled or out of order is
// never delivered; everything that comes out of it comes in the order it happened. Confined to its owner.
class StreamCore {
 public:
  using Notifications = std::deque<Notification>;

  StreamCore(StreamOptions options, const Clock& clock, Random& random);

  // What the user wants; see chat.h.
  absl::Status Attach(RoomId room, std::optional<Seq> after);
  void Detach(RoomId room, Notifications& out);
  absl::StatusOr<CommandId> Send(RoomId room, std::string text, std::optional<CommandId> command);
  void Ping();
  void Finish() { finishing_ = true; }

  // A stream has been opened: the next request is Hello.
  void OnOpened();
  // It has ended.
  void OnClosed(Notifications& out);
  // What to write now; nothing when there is nothing, or it has to wait.
  std::optional<v1::ChatRequest> NextRequest(Notifications& out);
  // Takes in one event. Not OK: the server broke the contract, and the stream is to be cut.
  absl::Status OnEvent(v1::Event&& event, Notifications& out);

  // Something was heard, or nobody was listening: silence counts from now.
  void OnHeard() { heard_at_ = clock_.Monotonic(); }
  enum class Liveness { kAlive, kDead };
  // Looks at the time: may queue a ping. To be called at NextWake().
  Liveness OnTime();
  // When OnTime or NextRequest next has something to do by itself.
  [[nodiscard]] absl::Duration NextWake() const;

  // Everything the user wanted said has been written, and nothing more will be.
  [[nodiscard]] bool WritesAreDone() const;
  // No message waits for its answer.
  [[nodiscard]] bool IsIdle() const { return pending_.empty(); }
  [[nodiscard]] bool IsFinishing() const { return finishing_; }
  [[nodiscard]] bool IsWelcomed() const { return welcomed_; }
  [[nodiscard]] StreamCounts Counts() const { return {pending_.size(), in_flight_}; }
  // Why the server said it ends the stream.
  [[nodiscard]] const std::optional<v1::Error>& Ending() const { return ending_; }
  // How long the server asked to stay away.
  [[nodiscard]] absl::Duration RetryAfter() const { return retry_after_; }

 private:
  enum class Kind { kHello, kSend, kAttach, kDetach, kPing };
  struct Request {
    Kind kind = Kind::kPing;
    RoomId room;
    // kAttach.
    Seq after = 0;
    // kSend.
    PendingSends::Place place = 0;
  };
  struct Control {
    Kind kind = Kind::kAttach;
    RoomId room;
  };

  v1::ChatRequest MakeHello();
  v1::ChatRequest MakeAttach(RoomId room);
  v1::ChatRequest MakeDetach(RoomId room);
  v1::ChatRequest MakePing();
  v1::ChatRequest MakeSend();
  std::uint64_t NewRequest(Request request);
  void DropExpired(Notifications& out);
  [[nodiscard]] bool MaySend() const;

  absl::Status OnWelcome(v1::Welcome&& welcome, Notifications& out);
  absl::Status OnAck(const v1::Ack& ack, Notifications& out);
  absl::Status OnError(v1::Error&& error, Notifications& out);
  void OnSendError(const Request& request, v1::Error&& error, Notifications& out);
  void OnAttachError(RoomId room, v1::Error&& error, Notifications& out);
  absl::Status OnAttached(v1::Attached&& attached, Notifications& out);
  absl::Status OnDetached(v1::Detached&& detached, Notifications& out);
  absl::Status OnPong(v1::Pong&& pong, Notifications& out);
  void OnNotice(const v1::Notice& notice);
  // Takes the request out of those under way.
  std::optional<Request> Answered(std::uint64_t request_id);
  // Commands wait: the server asked for it, or has trouble.
  void Hold(const v1::Error& error);
  [[nodiscard]] bool IsHeld() const { return clock_.Monotonic() < hold_until_; }
  // A command was taken: one more may be under way.
  void Widen() { window_ = std::min(window_ + 1, max_in_flight_); }
  void OnDetachError(const Request& request, std::uint64_t request_id, v1::Error&& error, Notifications& out);
  void QueueAttach(RoomId room);

  const StreamOptions options_;
  const Clock& clock_;
  Random& random_;
  const std::uint64_t instance_;

  // Over all streams.
  std::uint64_t epoch_ = 0;
  PendingSends pending_;
  RoomCursors rooms_;
  bool finishing_ = false;
  Backoff send_backoff_;
  std::size_t request_limit_;
  std::size_t hello_limit_;

  // Of the present stream.
  bool open_ = false;
  bool said_hello_ = false;
  bool welcomed_ = false;
  bool draining_ = false;
  std::uint64_t last_request_ = 0;
  std::uint64_t hello_request_ = 0;
  absl::flat_hash_map<std::uint64_t, Request> requests_;
  // The last Attach sent of each room, and what the rooms in Hello were asked after.
  absl::flat_hash_map<RoomId, std::uint64_t> newest_attach_;
  absl::flat_hash_map<RoomId, Seq> hello_rooms_;
  std::deque<Control> controls_;
  bool ping_wanted_ = false;
  std::size_t in_flight_ = 0;
  std::size_t max_in_flight_ = 1;
  // How many of them are let under way: all, but after a rate was exceeded first one, then one more for each taken, so
  // that few are refused.
  std::size_t window_ = 1;
  absl::Duration heartbeat_ = absl::ZeroDuration();
  absl::Duration opened_at_ = absl::ZeroDuration();
  absl::Duration heard_at_ = absl::ZeroDuration();
  int pings_unheard_ = 0;
  // No message, Attach or Detach is sent before this moment.
  absl::Duration hold_until_ = absl::ZeroDuration();
  std::optional<v1::Error> ending_;
  absl::Duration retry_after_ = absl::ZeroDuration();
};

}  // namespace conclave::client

#endif  // CONCLAVE_CLIENT_STREAM_CORE_H_
