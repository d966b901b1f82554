#ifndef CONCLAVE_CLIENT_QT_NET_LINK_LISTENER_H_
#define CONCLAVE_CLIENT_QT_NET_LINK_LISTENER_H_

#include <cstdint>

#include "client-qt/core/connection_state.h"
#include "client-qt/core/entry.h"
#include "conclave/v1/chat.pb.h"
#include "conclave/v1/error.pb.h"

namespace conclave::desktop {

// Is told by the ChatLink what the server says, in its order, on the GUI's thread. See client::Observer for what each
// means; what is parsed has been parsed elsewhere.
class LinkListener {
 public:
  virtual ~LinkListener() = default;

  // All but `waiting`.
  virtual void OnConnection(const ConnectionState& state) = 0;
  virtual void OnWelcome(const v1::Welcome& welcome) = 0;
  // Numbers from before mean nothing any more, and no room is attached.
  virtual void OnEpochChanged(std::uint64_t epoch) = 0;
  virtual void OnSummary(const v1::RoomSummary& summary) = 0;
  virtual void OnAttached(RoomId room, Seq from) = 0;
  virtual void OnAttachRefused(RoomId room, const v1::Error& error) = 0;
  virtual void OnEntry(const Entry& entry) = 0;
  virtual void OnGap(RoomId room, Seq from, Seq to) = 0;
  // Everything up to there has come; what follows is live.
  virtual void OnCaughtUp(RoomId room, Seq seq) = 0;
  virtual void OnAcked(RoomId room, const CommandId& command, Seq seq, TimeUs time) = 0;
  virtual void OnRefused(RoomId room, const CommandId& command, const v1::Error& error) = 0;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_NET_LINK_LISTENER_H_
