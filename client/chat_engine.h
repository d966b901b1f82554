#ifndef CONCLAVE_CLIENT_CHAT_ENGINE_H_
#define CONCLAVE_CLIENT_CHAT_ENGINE_H_

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "client/chat.h"
#include "client/chat_stream.h"
#include "client/stream_core.h"
#include "client/timer.h"
#include "conclave/v1/chat.pb.h"
#include "server/core/mutex.h"

namespace conclave::client {

// What stands behind a Chat: one StreamCore, at most one stream, one timer, and the order of what the observer is told.
// Every way in changes the state under the mutex and then takes turns: what there is to start is decided under the
// mutex and started outside; whoever finds notifications that nobody is delivering delivers them. Reading goes on only
// when all of the last response was delivered, so that an observer which is slow slows the server. Thread-safe. Shared
// by its Chat, its stream and its timer.
class ChatEngine : public std::enable_shared_from_this<ChatEngine> {
 public:
  ChatEngine(std::shared_ptr<Connection> connection, ChatOptions options, Observer& observer, const Clock& clock,
             Random& random);

  // As in Chat.
  void Start();
  absl::Status Attach(RoomId room, std::optional<Seq> after);
  void Detach(RoomId room);
  absl::StatusOr<CommandId> Send(RoomId room, std::string text, std::optional<CommandId> command);
  void Ping();
  void RetryNow();
  void HalfClose();
  void Shutdown();
  State GetState() const;
  StreamCounts Counts() const;
  bool WaitOnline(absl::Duration timeout);
  bool WaitIdle(absl::Duration timeout);
  bool WaitStopped(absl::Duration timeout);
  void PauseReading(bool paused);
  void DropStreamForTest();

  // The stream's reactions.
  void OnRead(v1::ChatResponse response);
  void OnUnreadable();
  void OnReadsEnded();
  void OnWriteDone(bool ok);
  void OnStreamDone(const absl::Status& status);
  // The stream no longer exists.
  void OnStreamGone();

 private:
  // What to start outside the mutex.
  struct Todo {
    std::shared_ptr<ChatStream> stream;
    // What to write, or to open with.
    std::optional<v1::ChatRequest> request;
    bool open = false;
    bool read = false;
    bool write = false;
    bool half_close = false;
    bool cancel = false;
    bool release = false;
  };

  void Turn() ABSL_LOCKS_EXCLUDED(mu_);
  Todo DecideLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void DecideWriteLocked(Todo& todo) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void ConnectLocked(Todo& todo) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  static void Do(const Todo& todo);
  void OnTimer() ABSL_LOCKS_EXCLUDED(mu_);
  void ArmTimerLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void TakeInLocked(v1::ChatResponse& response) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void ViolatedLocked(std::string text) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // The stream is of no more use.
  void CutLocked(std::string why) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void SetStateLocked(State state) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  Trouble TroubleLocked(const absl::Status& status) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void AfterStreamLocked(Trouble trouble) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void WaitLocked(Trouble trouble) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  [[nodiscard]] bool IsDeliveredLocked() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    return notifications_.empty() && !delivering_;
  }
  template <typename Condition>
  bool WaitUntil(absl::Duration timeout, Condition condition);

  // Constant after construction.
  const std::string target_;
  Observer& observer_;
  const Clock& clock_;

  // Set by Shutdown: the observer is not called any more.
  std::atomic<bool> silent_{false};

  mutable Mutex mu_;
  CondVar changed_;
  // Null once shut down.
  std::shared_ptr<Connection> connection_ ABSL_GUARDED_BY(mu_);
  StreamCore core_ ABSL_GUARDED_BY(mu_);
  Backoff backoff_ ABSL_GUARDED_BY(mu_);
  State state_ ABSL_GUARDED_BY(mu_);

  StreamCore::Notifications notifications_ ABSL_GUARDED_BY(mu_);
  bool delivering_ ABSL_GUARDED_BY(mu_) = false;
  std::thread::id deliverer_ ABSL_GUARDED_BY(mu_);

  // Of the present stream; null between streams.
  std::shared_ptr<ChatStream> stream_ ABSL_GUARDED_BY(mu_);
  bool reading_ ABSL_GUARDED_BY(mu_) = false;
  bool writing_ ABSL_GUARDED_BY(mu_) = false;
  // Nothing is written any more: half-closed, or broken.
  bool writes_ended_ ABSL_GUARDED_BY(mu_) = false;
  bool reads_ended_ ABSL_GUARDED_BY(mu_) = false;
  bool cut_ ABSL_GUARDED_BY(mu_) = false;
  bool cancelled_ ABSL_GUARDED_BY(mu_) = false;
  bool released_ ABSL_GUARDED_BY(mu_) = false;
  std::string cut_why_ ABSL_GUARDED_BY(mu_);
  absl::Duration online_since_ ABSL_GUARDED_BY(mu_) = absl::ZeroDuration();

  // Streams that exist, the present one among them.
  int streams_ ABSL_GUARDED_BY(mu_) = 0;

  bool paused_ ABSL_GUARDED_BY(mu_) = false;
  bool shut_down_ ABSL_GUARDED_BY(mu_) = false;
  // In kWaiting: monotonic time of the next attempt.
  absl::Duration retry_at_ ABSL_GUARDED_BY(mu_) = absl::ZeroDuration();

  Timer timer_ ABSL_GUARDED_BY(mu_);
  // When the timer goes off; infinite when it is not set.
  absl::Duration timer_at_ ABSL_GUARDED_BY(mu_) = absl::InfiniteDuration();
};

}  // namespace conclave::client

#endif  // CONCLAVE_CLIENT_CHAT_ENGINE_H_
