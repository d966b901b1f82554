#include "client-qt/model/room_desk.h"

#include <QPointer>
#include <utility>

#include "client-qt/core/refusal_sentence.h"

namespace conclave::desktop {
namespace {

using Words = std::function<QString(const v1::Error&)>;

// The sentence for a call that names a user.
Words AboutUser(const QString& name) {
  return [name](const v1::Error& error) {
    if (error.reason() == v1::REASON_USER_NOT_FOUND) return RoomDesk::tr("There is no user named %1.").arg(name);
    if (error.reason() == v1::REASON_ALREADY_A_MEMBER) return RoomDesk::tr("%1 is in the room already.").arg(name);
    if (error.reason() == v1::REASON_INVALID_FIELD) return RoomDesk::tr("You cannot do this with yourself.");
    return SentenceFor(error);
  };
}

Words AboutRoomName(const QString& name) {
  return [name](const v1::Error& error) {
    if (error.reason() == v1::REASON_NAME_TAKEN) return RoomDesk::tr("A room named %1 exists already.").arg(name);
    if (error.reason() == v1::REASON_INVALID_TEXT) {
      return RoomDesk::tr("A room's name is made of lower-case letters, digits, '-', '_' and '.'.");
    }
    if (error.reason() == v1::REASON_TOO_LARGE) return RoomDesk::tr("The name or the topic is too long.");
    return SentenceFor(error);
  };
}

// Answers with `room` once a call is done, if anybody waits.
OnReply<Seq> AnswerWith(RoomId room, QObject* context, Answer<RoomId> answer, Words words) {
  return [room, context = QPointer<QObject>(context), answer = std::move(answer),
          words = std::move(words)](const Reply<Seq>& reply) {
    if (context == nullptr) return;
    answer(reply ? Outcome<RoomId>{.failure = {}, .value = room} : Outcome<RoomId>{.failure = words(*reply.error)});
  };
}

}  // namespace

RoomDesk::RoomDesk(ServerCalls& calls, RoomDirectory& rooms) : calls_(calls), rooms_(rooms) {}

OnReply<v1::Room> RoomDesk::Enter(QObject* context, Answer<RoomId> answer, Words words) {
  return [this, context = QPointer<QObject>(context), answer = std::move(answer),
          words = std::move(words)](const Reply<v1::Room>& reply) {
    if (reply) rooms_.OnRoom(reply.value);
    if (context == nullptr) return;
    answer(reply ? Outcome<RoomId>{.failure = {}, .value = RoomId(reply.value.room_id())}
                 : Outcome<RoomId>{.failure = words(*reply.error)});
  };
}

void RoomDesk::Create(const QString& name, RoomKind kind, const QString& topic, QObject* context,
                      Answer<RoomId> answer) {
  const v1::RoomKind wire = kind == RoomKind::kPrivate ? v1::ROOM_KIND_PRIVATE : v1::ROOM_KIND_PUBLIC;
  calls_.CreateRoom(name, wire, topic, this, Enter(context, std::move(answer), AboutRoomName(name)));
}

void RoomDesk::Find(const QString& query, QObject* context, Answer<std::vector<Room>> answer) {
  calls_.FindRooms(query, context, [answer = std::move(answer)](const Reply<std::vector<v1::Room>>& reply) {
    Outcome<std::vector<Room>> outcome;
    if (!reply) outcome.failure = SentenceFor(*reply.error);
    for (const v1::Room& room : reply.value) outcome.value.push_back(ToRoom(room));
    answer(outcome);
  });
}

void RoomDesk::Join(RoomId room, QObject* context, Answer<RoomId> answer) {
  calls_.JoinRoom(
      room, this,
      [this, room, context = QPointer<QObject>(context), answer = std::move(answer)](const Reply<Seq>& reply) mutable {
        if (reply) {
          calls_.GetRoom(room, this, Enter(context, std::move(answer), SentenceFor));
        } else if (context != nullptr) {
          answer({.failure = SentenceFor(*reply.error)});
        }
      });
}

void RoomDesk::Leave(RoomId room, QObject* context, Answer<RoomId> answer) {
  calls_.LeaveRoom(
      room, this,
      [this, room, done = AnswerWith(room, context, std::move(answer), SentenceFor)](const Reply<Seq>& reply) {
        if (reply) rooms_.Remove(room);
        done(reply);
      });
}

void RoomDesk::Invite(RoomId room, const QString& user_name, QObject* context, Answer<RoomId> answer) {
  calls_.InviteMember(room, user_name, this, AnswerWith(room, context, std::move(answer), AboutUser(user_name)));
}

void RoomDesk::RemoveMember(RoomId room, UserId user, QObject* context, Answer<RoomId> answer) {
  calls_.RemoveMember(room, user, this, AnswerWith(room, context, std::move(answer), SentenceFor));
}

void RoomDesk::OpenDirect(const QString& user_name, QObject* context, Answer<RoomId> answer) {
  calls_.OpenDirectRoom(user_name, this, Enter(context, std::move(answer), AboutUser(user_name)));
}

}  // namespace conclave::desktop
