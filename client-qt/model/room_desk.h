#ifndef CONCLAVE_CLIENT_QT_MODEL_ROOM_DESK_H_
#define CONCLAVE_CLIENT_QT_MODEL_ROOM_DESK_H_

#include <QObject>

#include "client-qt/model/room_directory.h"
#include "client-qt/model/session.h"

namespace conclave::desktop {

// What a person does with rooms beside talking in them; see Session. What was done shows in the directory also when
// nobody waits for the answer any more. Lives on the GUI's thread; owned by the session.
class RoomDesk : public QObject {
  Q_OBJECT

 public:
  // Both outlive this.
  RoomDesk(ServerCalls& calls, RoomDirectory& rooms);

  void Create(const QString& name, RoomKind kind, const QString& topic, QObject* context, Answer<RoomId> answer);
  void Find(const QString& query, QObject* context, Answer<std::vector<Room>> answer);
  void Join(RoomId room, QObject* context, Answer<RoomId> answer);
  void Leave(RoomId room, QObject* context, Answer<RoomId> answer);
  void Invite(RoomId room, const QString& user_name, QObject* context, Answer<RoomId> answer);
  void RemoveMember(RoomId room, UserId user, QObject* context, Answer<RoomId> answer);
  void OpenDirect(const QString& user_name, QObject* context, Answer<RoomId> answer);

 private:
  // Takes a room into the directory and answers with it.
  OnReply<v1::Room> Enter(QObject* context, Answer<RoomId> answer, std::function<QString(const v1::Error&)> words);

  ServerCalls& calls_;
  RoomDirectory& rooms_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_MODEL_ROOM_DESK_H_
