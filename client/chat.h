#ifndef CONCLAVE_CLIENT_CHAT_H_
#define CONCLAVE_CLIENT_CHAT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/backoff.h"
#include "client/channel.h"
#include "client/observer.h"
#include "client/stream_core.h"
#include "server/core/clock.h"
#include "server/core/random.h"

namespace conclave::client {

class ChatEngine;

struct ChatOptions {
  StreamOptions stream;
  BackoffPolicy backoff;
};

// One conversation that outlives its streams: it connects by itself, and after a loss reconnects with full jitter,
// resumes each attached room after the last number delivered, and sends again what was not answered, in order and with
// the same ids. Guarantees what StreamCore does. Thread-safe. Owned by its user, who keeps the observer alive until
// Shutdown (or the destructor) has returned; from then on the observer is not called. Not destroyed from within a call
// of the observer.
class Chat {
 public:
  Chat(std::shared_ptr<Connection> connection, ChatOptions options, Observer& observer,
       const Clock& clock = SystemClock(), Random& random = SystemRandom());
  ~Chat();

  Chat(const Chat&) = delete;
  Chat& operator=(const Chat&) = delete;

  // Connects. Once.
  void Start();

  // The room's events after that number, then live, over all reconnects until Detach. Without a number: from where the
  // conversation stands, or from the first. Answered by OnAttached or OnAttachRefused.
  absl::Status Attach(RoomId room, std::optional<Seq> after = std::nullopt);

  // Answered by OnDetached, after which nothing of the room follows.
  void Detach(RoomId room);

  // Queues a message; sent when there is a stream and fewer than K commands wait for their answers. `command` is for
  // one that was queued before, by an earlier process. Errors: LIMIT_REACHED (as many wait as may), INVALID_TEXT,
  // TOO_LARGE, ID_REUSED; FAILED_PRECONDITION after HalfClose or the end.
  absl::StatusOr<CommandId> Send(RoomId room, std::string text, std::optional<CommandId> command = std::nullopt);

  // Answered by OnPong, if there is a stream.
  void Ping();

  // While waiting: tries now.
  void RetryNow();

  // No more commands: what was sent is still answered, over reconnects if need be, then the conversation ends by itself
  // with StopReason::kFinished.
  void HalfClose();

  // Ends the conversation at once; what was not answered is forgotten. When it returns, no call of the observer is
  // under way and none follows. May be called from within one, which is then the last.
  void Shutdown();

  [[nodiscard]] State GetState() const;
  [[nodiscard]] StreamCounts Counts() const;

  // Waits end early when the conversation stops; true when what was waited for holds and the observer has been told.
  bool WaitOnline(absl::Duration timeout);
  // Every Send has its answer.
  bool WaitIdle(absl::Duration timeout);
  bool WaitStopped(absl::Duration timeout);

  // Stops taking what the server sends, so that flow control slows it; or goes on.
  void PauseReading(bool paused);

  // The stream breaks as if the network had.
  void DropStreamForTest();

 private:
  const std::shared_ptr<ChatEngine> engine_;
};

}  // namespace conclave::client

#endif  // CONCLAVE_CLIENT_CHAT_H_
