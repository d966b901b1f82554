#ifndef CONCLAVE_CLIENT_QT_MODEL_SESSION_H_
#define CONCLAVE_CLIENT_QT_MODEL_SESSION_H_

#include <QObject>
#include <QString>
#include <functional>
#include <vector>

#include "client-qt/core/connection_state.h"
#include "client-qt/core/message.h"
#include "client-qt/core/room.h"
#include "client-qt/model/member_model.h"
#include "client-qt/model/room_list_model.h"
#include "client-qt/model/timeline_model.h"

namespace conclave::desktop {

// Who this window belongs to.
struct Me {
  UserId user;
  QString name;
  QString device;
  // "HOST:PORT".
  QString server;
  // What the server calls itself; its host until it has said so.
  QString server_name;
};

// How a call went: `failure` is empty, or one sentence for a person.
template <typename T>
struct Outcome {
  QString failure;
  T value{};

  explicit operator bool() const { return failure.isEmpty(); }
};
template <typename T>
using Answer = std::function<void(const Outcome<T>&)>;

// All that the window knows and can do: one person's conversation with one server. LiveSession is the real one; scenes
// fill one of their own. Nothing here blocks; answers come later, on the GUI's thread, and not at all once the context
// object given with the question is gone. Lives on the GUI's thread; owned by app/.
class Session : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

  [[nodiscard]] virtual const Me& me() const = 0;
  [[nodiscard]] virtual const ConnectionState& connection() const = 0;
  [[nodiscard]] virtual RoomListModel& rooms() = 0;
  // Of a room in rooms(); made when first asked for, kept until the room is gone.
  [[nodiscard]] virtual TimelineModel& Timeline(RoomId room) = 0;
  // The same; what it holds is fetched anew each time.
  [[nodiscard]] virtual MemberModel& Members(RoomId room) = 0;

  // Queues a text (Markdown) on disk and sends it when possible.
  virtual void Send(RoomId room, const QString& text) = 0;
  // A failed one: again, or never.
  virtual void Retry(RoomId room, const CommandId& command) = 0;
  virtual void Discard(RoomId room, const CommandId& command) = 0;
  virtual void SetDraft(RoomId room, const QString& text) = 0;
  // The person has seen the room up to there, or up to its last message when that is earlier. Never goes back.
  virtual void MarkRead(RoomId room, Seq seq) = 0;
  // While waiting for the next attempt: now.
  virtual void RetryNow() = 0;

  virtual void CreateRoom(const QString& name, RoomKind kind, const QString& topic, QObject* context,
                          Answer<RoomId> answer) = 0;
  // Rooms anybody may join whose name contains `query`.
  virtual void FindRooms(const QString& query, QObject* context, Answer<std::vector<Room>> answer) = 0;
  virtual void JoinRoom(RoomId room, QObject* context, Answer<RoomId> answer) = 0;
  virtual void LeaveRoom(RoomId room, QObject* context, Answer<RoomId> answer) = 0;
  virtual void Invite(RoomId room, const QString& user_name, QObject* context, Answer<RoomId> answer) = 0;
  virtual void RemoveMember(RoomId room, UserId user, QObject* context, Answer<RoomId> answer) = 0;
  virtual void OpenDirect(const QString& user_name, QObject* context, Answer<RoomId> answer) = 0;

 Q_SIGNALS:
  // Names, as the server says them.
  void MeChanged();
  void ConnectionChanged();
  // Somebody else's text came in live; for notifications.
  void MessageArrived(conclave::RoomId room, const conclave::desktop::Message& message);
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_MODEL_SESSION_H_
