#include "client-qt/net/link_observer.h"

#include <utility>

namespace conclave::desktop {
namespace {

ConnectionPhase PhaseOf(client::Phase phase) {
  switch (phase) {
    case client::Phase::kOnline:
      return ConnectionPhase::kOnline;
    case client::Phase::kWaiting:
      return ConnectionPhase::kWaiting;
    case client::Phase::kStopped:
      return ConnectionPhase::kStopped;
    case client::Phase::kIdle:
    case client::Phase::kConnecting:
      return ConnectionPhase::kConnecting;
  }
  return ConnectionPhase::kConnecting;
}

ConnectionState ToConnection(const client::State& state) {
  return {.phase = PhaseOf(state.phase),
          .retry_at = state.retry_at,
          .sentence = QString::fromStdString(state.trouble.sentence),
          .details = QString::fromStdString(state.trouble.details)};
}

}  // namespace

LinkObserver::LinkObserver(UserId me, Mailbox& mailbox, LinkListener& listener, std::function<void(bool)> pause)
    : me_(me), mailbox_(mailbox), listener_(listener), pause_(std::move(pause)) {
  QObject::connect(&mailbox, &Mailbox::Drained, &context_, [this] { OnDrained(); });
}

void LinkObserver::Tell(std::function<void(LinkListener&)> what) {
  mailbox_.Post([this, what = std::move(what)] { what(listener_); });
  PauseWhenFull();
}

void LinkObserver::PauseWhenFull() {
  MutexLock lock(mu_);
  if (paused_ || mailbox_.size() <= kFull) return;
  paused_ = true;
  pause_(true);
}

void LinkObserver::OnDrained() {
  MutexLock lock(mu_);
  if (!paused_ || mailbox_.size() > kDrained) return;
  paused_ = false;
  pause_(false);
}

void LinkObserver::OnStateChanged(const client::State& state) {
  ConnectionState connection = ToConnection(state);
  {
    MutexLock lock(mu_);
    if (connection.phase == ConnectionPhase::kConnecting) {
      // The next attempt does not yet make the last one's trouble untrue.
      connection.sentence = trouble_.sentence;
      connection.details = trouble_.details;
    } else {
      trouble_ = connection;
    }
  }
  Tell([connection = std::move(connection)](LinkListener& listener) { listener.OnConnection(connection); });
}

void LinkObserver::OnWelcome(const v1::Welcome& welcome) {
  Tell([welcome](LinkListener& listener) { listener.OnWelcome(welcome); });
}

void LinkObserver::OnEpochChanged(const client::EpochChanged& change) {
  Tell([now = change.now](LinkListener& listener) { listener.OnEpochChanged(now); });
}

void LinkObserver::OnSummary(const v1::RoomSummary& summary) {
  Tell([summary](LinkListener& listener) { listener.OnSummary(summary); });
}

void LinkObserver::OnAttached(const v1::Attached& attached) {
  Tell([room = RoomId(attached.room_id()), from = attached.from_seq()](LinkListener& listener) {
    listener.OnAttached(room, from);
  });
}

void LinkObserver::OnAttachRefused(const client::AttachRefused& refused) {
  Tell([refused](LinkListener& listener) { listener.OnAttachRefused(refused.room, refused.error); });
}

void LinkObserver::OnRoomEvent(v1::RoomEvent&& event) {
  Tell([entry = EntryFrom(event, me_)](LinkListener& listener) { listener.OnEntry(entry); });
}

void LinkObserver::OnGap(const v1::Gap& gap) {
  Tell([room = RoomId(gap.room_id()), from = gap.from_seq(), to = gap.to_seq()](LinkListener& listener) {
    listener.OnGap(room, from, to);
  });
}

void LinkObserver::OnCaughtUp(const v1::CaughtUp& caught_up) {
  Tell([room = RoomId(caught_up.room_id()), seq = caught_up.seq()](LinkListener& listener) {
    listener.OnCaughtUp(room, seq);
  });
}

void LinkObserver::OnAck(const client::Acked& ack) {
  Tell([ack](LinkListener& listener) { listener.OnAcked(ack.room, ack.command, ack.seq, ack.time); });
}

void LinkObserver::OnRefused(const client::Refused& refused) {
  Tell([refused](LinkListener& listener) { listener.OnRefused(refused.room, refused.command, refused.error); });
}

}  // namespace conclave::desktop
