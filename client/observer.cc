#include "client/observer.h"

#include <utility>

namespace conclave::client {
namespace {

// One overload for each kind of notification, so that a new kind does not compile before it has one.
struct Delivery {
  Observer& to;

  void operator()(State&& state) const { to.OnStateChanged(state); }
  void operator()(v1::Welcome&& welcome) const { to.OnWelcome(welcome); }
  void operator()(v1::RoomSummary&& summary) const { to.OnSummary(summary); }
  void operator()(v1::RoomEvent&& event) const { to.OnRoomEvent(std::move(event)); }
  void operator()(v1::Attached&& attached) const { to.OnAttached(attached); }
  void operator()(v1::Gap&& gap) const { to.OnGap(gap); }
  void operator()(v1::CaughtUp&& caught_up) const { to.OnCaughtUp(caught_up); }
  void operator()(v1::Detached&& detached) const { to.OnDetached(RoomId(detached.room_id())); }
  void operator()(v1::Notice&& notice) const { to.OnNotice(notice); }
  void operator()(v1::Pong&& pong) const { to.OnPong(pong); }
  void operator()(EpochChanged&& change) const { to.OnEpochChanged(change); }
  void operator()(Acked&& ack) const { to.OnAck(ack); }
  void operator()(Refused&& refused) const { to.OnRefused(refused); }
  void operator()(AttachRefused&& refused) const { to.OnAttachRefused(refused); }
  void operator()(Violation&& violation) const { to.OnViolation(violation.text); }
};

}  // namespace

void Deliver(Notification&& notification, Observer& observer) {
  std::visit(Delivery{observer}, std::move(notification));
}

}  // namespace conclave::client
