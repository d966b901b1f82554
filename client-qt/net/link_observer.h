#ifndef CONCLAVE_CLIENT_QT_NET_LINK_OBSERVER_H_
#define CONCLAVE_CLIENT_QT_NET_LINK_OBSERVER_H_

#include <functional>

#include "absl/base/thread_annotations.h"
#include "client-qt/core/mailbox.h"
#include "client-qt/net/link_listener.h"
#include "client/observer.h"
#include "server/core/mutex.h"

namespace conclave::desktop {

// Turns what the conversation tells, on threads of gRPC, into what the listener is told on the GUI's. When more than
// kFull items wait for the GUI it asks for a pause, and for the end of it when nearly all are gone, so that the server
// is slowed instead of this process filled. Owned by the ChatLink.
class LinkObserver final : public client::Observer {
 public:
  static constexpr std::size_t kFull = 10'000;
  static constexpr std::size_t kDrained = kFull / 10;

  // `pause` only queues; it is called on any thread, in order, with whether to stop reading or to read on. Both
  // references outlive this.
  LinkObserver(UserId me, Mailbox& mailbox, LinkListener& listener, std::function<void(bool)> pause);

  void OnStateChanged(const client::State& state) override;
  void OnWelcome(const v1::Welcome& welcome) override;
  void OnEpochChanged(const client::EpochChanged& change) override;
  void OnSummary(const v1::RoomSummary& summary) override;
  void OnAttached(const v1::Attached& attached) override;
  void OnAttachRefused(const client::AttachRefused& refused) override;
  void OnRoomEvent(v1::RoomEvent&& event) override;
  void OnGap(const v1::Gap& gap) override;
  void OnCaughtUp(const v1::CaughtUp& caught_up) override;
  void OnAck(const client::Acked& ack) override;
  void OnRefused(const client::Refused& refused) override;

 private:
  void Tell(std::function<void(LinkListener&)> what);
  // A drain is over.
  void OnDrained() ABSL_LOCKS_EXCLUDED(mu_);
  void PauseWhenFull() ABSL_LOCKS_EXCLUDED(mu_);

  const UserId me_;
  Mailbox& mailbox_;
  LinkListener& listener_;
  const std::function<void(bool)> pause_;
  // Ends the connection to the mailbox's signal.
  QObject context_;

  Mutex mu_;
  // How the last attempt ended.
  ConnectionState trouble_ ABSL_GUARDED_BY(mu_);
  bool paused_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_NET_LINK_OBSERVER_H_
