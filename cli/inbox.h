#ifndef CONCLAVE_CLI_INBOX_H_
#define CONCLAVE_CLI_INBOX_H_

#include <deque>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "client/chat.h"
#include "client/observer.h"
#include "server/core/mutex.h"

namespace conclave::cli {

// Takes what a conversation tells on gRPC's threads to the main thread, which may block and wait for other things
// beside. Bounded: beyond that the conversation stops reading until the main thread has taken what there is.
// Thread-safe.
class Inbox final : public client::Observer {
 public:
  Inbox();
  ~Inbox() override;

  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;

  // Before the conversation starts; it outlives its last notification.
  void SetChat(client::Chat* chat) { chat_ = chat; }

  // Readable while there is something to take.
  [[nodiscard]] int fd() const { return fd_; }
  std::deque<client::Notification> Take();

  void OnStateChanged(const client::State& state) override { Push(state); }
  void OnWelcome(const v1::Welcome& welcome) override { Push(welcome); }
  void OnEpochChanged(const client::EpochChanged& change) override { Push(change); }
  void OnAttachRefused(const client::AttachRefused& refused) override { Push(refused); }
  void OnRoomEvent(v1::RoomEvent&& event) override { Push(std::move(event)); }
  void OnGap(const v1::Gap& gap) override { Push(gap); }
  void OnCaughtUp(const v1::CaughtUp& caught_up) override { Push(caught_up); }
  void OnAck(const client::Acked& ack) override { Push(ack); }
  void OnRefused(const client::Refused& refused) override { Push(refused); }
  void OnViolation(std::string_view text) override { Push(client::Violation{std::string(text)}); }

 private:
  void Push(client::Notification notification);

  const int fd_;
  client::Chat* chat_ = nullptr;

  Mutex mu_;
  std::deque<client::Notification> waiting_ ABSL_GUARDED_BY(mu_);
  bool paused_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace conclave::cli

#endif  // CONCLAVE_CLI_INBOX_H_
