#include "client-qt/net/server_calls.h"

#include <algorithm>
#include <utility>

#include "client/errors.h"

namespace conclave::desktop {
namespace {

// A screen or two.
constexpr std::uint32_t kPageEvents = 100;

v1::Error ErrorOf(const absl::Status& status, const std::string& target) {
  if (const std::optional<v1::Error> typed = client::TypedError(status)) return *typed;
  v1::Error error;
  error.set_code(static_cast<int>(status.code()));
  error.set_text(client::Explain(status, target).sentence);
  return error;
}

v1::Error Unreachable() {
  v1::Error error;
  error.set_code(static_cast<int>(absl::StatusCode::kUnavailable));
  error.set_text("There is no connection to the server.");
  return error;
}

absl::StatusOr<HistoryPage> LoadPage(client::Calls& calls, RoomId room, Seq before, UserId me) {
  const auto response = calls.GetHistory(
      {.room = room, .direction = client::PageDirection::kBefore, .bound = before, .limit = kPageEvents});
  if (!response.ok()) return response.status();
  HistoryPage page{
      .entries = {}, .from = response->more() ? response->next_seq() : 1, .at_beginning = !response->more()};
  page.entries.reserve(static_cast<std::size_t>(response->events_size()));
  for (const v1::Event& event : response->events()) {
    if (event.has_room_event()) page.entries.push_back(EntryFrom(event.room_event(), me));
  }
  return page;
}

}  // namespace

ServerCalls::ServerCalls(std::string thread_name, UserId me, Mailbox& mailbox)
    : me_(me), mailbox_(mailbox), thread_(std::move(thread_name)) {}

void ServerCalls::Use(std::shared_ptr<client::Calls> calls) {
  MutexLock lock(mu_);
  calls_.swap(calls);
}

void ServerCalls::Cancel() {
  std::shared_ptr<client::Calls> calls;
  {
    MutexLock lock(mu_);
    calls.swap(calls_);
  }
  if (calls != nullptr) calls->Cancel();
}

template <typename T, typename Call>
void ServerCalls::Run(QObject* context, OnReply<T> answer, Call call) {
  thread_.Post([this, context = QPointer<QObject>(context), answer = std::move(answer), call = std::move(call)] {
    std::shared_ptr<client::Calls> calls;
    {
      MutexLock lock(mu_);
      calls = calls_;
    }
    auto reply = std::make_shared<Reply<T>>();
    if (calls == nullptr) {
      reply->error = Unreachable();
    } else {
      absl::StatusOr<T> result = call(*calls);
      if (result.ok()) {
        reply->value = *std::move(result);
      } else {
        reply->error = ErrorOf(result.status(), calls->connection()->target());
      }
    }
    mailbox_.PostFor(context, [answer, reply] { answer(*reply); });
  });
}

void ServerCalls::ListRooms(QObject* context, OnReply<std::vector<v1::Room>> answer) {
  Run<std::vector<v1::Room>>(context, std::move(answer), [](client::Calls& calls) { return calls.ListRooms(); });
}

void ServerCalls::FindRooms(const QString& query, QObject* context, OnReply<std::vector<v1::Room>> answer) {
  Run<std::vector<v1::Room>>(context, std::move(answer),
                             [query = query.toStdString()](client::Calls& calls) { return calls.FindRooms(query); });
}

void ServerCalls::GetRoom(RoomId room, QObject* context, OnReply<v1::Room> answer) {
  Run<v1::Room>(context, std::move(answer), [room](client::Calls& calls) { return calls.GetRoom(room); });
}

void ServerCalls::CreateRoom(const QString& name, v1::RoomKind kind, const QString& topic, QObject* context,
                             OnReply<v1::Room> answer) {
  Run<v1::Room>(context, std::move(answer),
                [name = name.toStdString(), kind, topic = topic.toStdString()](client::Calls& calls) {
                  return calls.CreateRoom(name, kind, topic);
                });
}

void ServerCalls::JoinRoom(RoomId room, QObject* context, OnReply<Seq> answer) {
  Run<Seq>(context, std::move(answer), [room](client::Calls& calls) { return calls.JoinRoom(room); });
}

void ServerCalls::LeaveRoom(RoomId room, QObject* context, OnReply<Seq> answer) {
  Run<Seq>(context, std::move(answer), [room](client::Calls& calls) { return calls.LeaveRoom(room); });
}

void ServerCalls::InviteMember(RoomId room, const QString& user_name, QObject* context, OnReply<Seq> answer) {
  Run<Seq>(context, std::move(answer),
           [room, name = user_name.toStdString()](client::Calls& calls) -> absl::StatusOr<Seq> {
             const absl::StatusOr<v1::User> user = calls.GetUserByName(name);
             if (!user.ok()) return user.status();
             return calls.InviteMember(room, UserId(user->user_id()));
           });
}

void ServerCalls::RemoveMember(RoomId room, UserId user, QObject* context, OnReply<Seq> answer) {
  Run<Seq>(context, std::move(answer), [room, user](client::Calls& calls) { return calls.RemoveMember(room, user); });
}

void ServerCalls::ListMembers(RoomId room, QObject* context, OnReply<std::vector<v1::Member>> answer) {
  Run<std::vector<v1::Member>>(context, std::move(answer),
                               [room](client::Calls& calls) { return calls.ListMembers(room); });
}

void ServerCalls::OpenDirectRoom(const QString& user_name, QObject* context, OnReply<v1::Room> answer) {
  Run<v1::Room>(context, std::move(answer),
                [name = user_name.toStdString()](client::Calls& calls) -> absl::StatusOr<v1::Room> {
                  const absl::StatusOr<v1::User> user = calls.GetUserByName(name);
                  if (!user.ok()) return user.status();
                  const UserId id(user->user_id());
                  return calls.OpenDirectRoom({&id, 1});
                });
}

void ServerCalls::GetUsers(std::vector<UserId> users, QObject* context, OnReply<std::vector<v1::User>> answer) {
  Run<std::vector<v1::User>>(context, std::move(answer),
                             [users = std::move(users)](client::Calls& calls) { return calls.GetUsers(users); });
}

void ServerCalls::GetHistory(RoomId room, Seq before, QObject* context, OnReply<HistoryPage> answer) {
  Run<HistoryPage>(context, std::move(answer),
                   [room, before, me = me_](client::Calls& calls) { return LoadPage(calls, room, before, me); });
}

}  // namespace conclave::desktop
