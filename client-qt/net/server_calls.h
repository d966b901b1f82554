#ifndef CONCLAVE_CLIENT_QT_NET_SERVER_CALLS_H_
#define CONCLAVE_CLIENT_QT_NET_SERVER_CALLS_H_

#include <QObject>
#include <QPointer>
#include <QString>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client-qt/core/entry.h"
#include "client-qt/core/mailbox.h"
#include "client-qt/core/task_thread.h"
#include "client-qt/net/reply.h"
#include "client/calls.h"
#include "conclave/v1/directory.pb.h"
#include "conclave/v1/room.pb.h"

namespace conclave::desktop {

// Events of a room below some number, ascending, and how far down the room is known with them.
struct HistoryPage {
  std::vector<Entry> entries;
  // No number from here up to the one asked for is unknown any more.
  Seq from = 1;
  // Nothing older can be had.
  bool at_beginning = false;
};

// The calls beside the conversation, made on a thread of their own, one after the other; each answers on the GUI's
// thread through the mailbox, if its context is still there. Used on the GUI's thread; owned by the ChatLink.
class ServerCalls {
 public:
  // `me` is whose words are one's own; the mailbox outlives this.
  ServerCalls(std::string thread_name, UserId me, Mailbox& mailbox);

  // From now on the calls have a way to the server; before that they are answered as unreachable. On any thread.
  void Use(std::shared_ptr<client::Calls> calls);

  void ListRooms(QObject* context, OnReply<std::vector<v1::Room>> answer);
  void FindRooms(const QString& query, QObject* context, OnReply<std::vector<v1::Room>> answer);
  void GetRoom(RoomId room, QObject* context, OnReply<v1::Room> answer);
  void CreateRoom(const QString& name, v1::RoomKind kind, const QString& topic, QObject* context,
                  OnReply<v1::Room> answer);
  void JoinRoom(RoomId room, QObject* context, OnReply<Seq> answer);
  void LeaveRoom(RoomId room, QObject* context, OnReply<Seq> answer);
  void InviteMember(RoomId room, const QString& user_name, QObject* context, OnReply<Seq> answer);
  void RemoveMember(RoomId room, UserId user, QObject* context, OnReply<Seq> answer);
  void ListMembers(RoomId room, QObject* context, OnReply<std::vector<v1::Member>> answer);
  void OpenDirectRoom(const QString& user_name, QObject* context, OnReply<v1::Room> answer);
  void GetUsers(std::vector<UserId> users, QObject* context, OnReply<std::vector<v1::User>> answer);
  // The page before that number.
  void GetHistory(RoomId room, Seq before, QObject* context, OnReply<HistoryPage> answer);

  // Ends the call under way; it and those that wait are answered as unreachable. On any thread.
  void Cancel();
  // No more calls. True when the one under way is over within the timeout.
  bool Finish(absl::Duration timeout) { return thread_.Finish(timeout); }

 private:
  template <typename T, typename Call>
  void Run(QObject* context, OnReply<T> answer, Call call);

  const UserId me_;
  Mailbox& mailbox_;

  Mutex mu_;
  std::shared_ptr<client::Calls> calls_ ABSL_GUARDED_BY(mu_);

  TaskThread thread_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_NET_SERVER_CALLS_H_
