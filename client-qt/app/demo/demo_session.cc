#include "client-qt/app/demo/demo_session.h"

#include <QTimer>
#include <array>
#include <utility>

#include "client-qt/app/demo/demo_clock.h"
#include "client-qt/core/markdown.h"

namespace conclave::desktop {
namespace {

constexpr TimeUs kMinute = TimeUs{60} * 1'000'000;
constexpr TimeUs kDay = 24 * 60 * kMinute;

TimeUs At(int minute, int days_ago) {
  const TimeUs midnight = DemoClock::kNow / kDay * kDay;
  return midnight - days_ago * kDay + minute * kMinute;
}

Seq LastSeq(const TimelineModel& timeline) {
  for (int row = timeline.rowCount() - 1; row >= 0; --row) {
    if (timeline.At(row).seq != 0) return timeline.At(row).seq;
  }
  return 0;
}

}  // namespace

DemoSession::DemoSession(const QString& my_name, QObject* parent) : Session(parent) {
  me_ = {.user = Person(my_name),
         .name = my_name,
         .device = QStringLiteral("laptop"),
         .server = QStringLiteral("chat.acme.example:7443"),
         .server_name = QStringLiteral("Acme Core")};
}

UserId DemoSession::Person(const QString& name) {
  qsizetype at = people_.indexOf(name);
  if (at < 0) {
    at = people_.size();
    people_.push_back(name);
  }
  return UserId(static_cast<std::uint32_t>(at + 1));
}

RoomId DemoSession::AddRoom(const QString& title, RoomKind kind, const QString& topic) {
  Room room{.id = RoomId(next_room_++), .kind = kind, .title = title, .topic = topic};
  if (kind == RoomKind::kDirect) room.partner = Person(title);
  rooms_.Put(room);
  return room.id;
}

void DemoSession::Change(RoomId id, const std::function<void(Room&)>& change) {
  const Room* found = rooms_.Find(id);
  if (found == nullptr) return;
  Room room = *found;
  change(room);
  rooms_.Put(room);
}

void DemoSession::SetUnread(RoomId room, int unread) {
  Change(room, [&](Room& each) { each.unread = unread; });
}

void DemoSession::SetOwner(RoomId room, bool owner) {
  Change(room, [&](Room& each) { each.owner = owner; });
}

void DemoSession::SetMembers(RoomId room, const QStringList& names) {
  std::vector<Member> members;
  for (const QString& name : names) {
    members.push_back({.user = Person(name), .name = name, .owner = name == names.front()});
  }
  Change(room, [&](Room& each) { each.member_count = static_cast<int>(members.size()); });
  Members(room).SetMembers(std::move(members));
}

void DemoSession::SetConnection(const ConnectionState& state) {
  connection_ = state;
  Q_EMIT ConnectionChanged();
}

Message DemoSession::NewMessage(const QString& name, const QString& text, TimeUs time) {
  Message message{
      .time = time, .author = Person(name), .author_name = name, .document = ParseMarkdown(text.toStdString())};
  message.own = message.author == me_.user;
  // A UUIDv7's version and variant; the rest counts.
  message.command = CommandId({0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, next_command_++});
  return message;
}

void DemoSession::Say(RoomId room, const QString& name, const QString& text, int minute, int days_ago) {
  TimelineModel& timeline = Timeline(room);
  Message message = NewMessage(name, text, At(minute, days_ago));
  message.seq = LastSeq(timeline) + 1;
  timeline.Append(std::array{message});
}

void DemoSession::Happen(RoomId room, const QString& text, int minute, int days_ago) {
  TimelineModel& timeline = Timeline(room);
  Message message = NewMessage({}, text, At(minute, days_ago));
  message.seq = LastSeq(timeline) + 1;
  message.kind = MessageKind::kEvent;
  timeline.Append(std::array{message});
}

void DemoSession::SayUnsent(RoomId room, const QString& text, SendState state, const QString& failure) {
  Message message = NewMessage(me_.name, text, DemoClock::kNow);
  message.state = state;
  message.failure = failure;
  Timeline(room).PutUnsent(message);
}

void DemoSession::Begin(RoomId room) { Timeline(room).Prepend({}, true); }

TimelineModel& DemoSession::Timeline(RoomId room) {
  std::unique_ptr<TimelineModel>& timeline = timelines_[room];
  if (timeline == nullptr) timeline = std::make_unique<TimelineModel>(room);
  return *timeline;
}

MemberModel& DemoSession::Members(RoomId room) {
  std::unique_ptr<MemberModel>& members = members_[room];
  if (members == nullptr) members = std::make_unique<MemberModel>();
  return *members;
}

void DemoSession::Note(const QString& what, RoomId room, const QString& detail) {
  QStringList parts{what, QString::number(room.value())};
  if (!detail.isEmpty()) parts.push_back(detail);
  asked_.push_back(parts.join(u' '));
}

void DemoSession::Send(RoomId room, const QString& text) {
  Note(QStringLiteral("send"), room, text);
  Message message = NewMessage(me_.name, text, DemoClock::kNow);
  message.state = SendState::kQueued;
  Timeline(room).PutUnsent(message);
  if (connection_.phase != ConnectionPhase::kOnline) return;
  message.seq = LastSeq(Timeline(room)) + 1;
  message.state = SendState::kSent;
  Timeline(room).Append(std::array{message});
}

void DemoSession::Retry(RoomId room, const CommandId& command) {
  Note(QStringLiteral("retry"), room, QString::fromStdString(command.ToString()));
}

void DemoSession::Discard(RoomId room, const CommandId& command) {
  Note(QStringLiteral("discard"), room, QString::fromStdString(command.ToString()));
  Timeline(room).RemoveUnsent(command);
}

void DemoSession::SetDraft(RoomId room, const QString& text) {
  Note(QStringLiteral("draft"), room, text);
  Change(room, [&](Room& each) { each.draft = text; });
}

void DemoSession::MarkRead(RoomId room, Seq seq) {
  Note(QStringLiteral("read"), room, QString::number(seq));
  Timeline(room).SetReadUpTo(seq);
  SetUnread(room, 0);
}

void DemoSession::RetryNow() { Note(QStringLiteral("retry-now"), RoomId()); }

void DemoSession::AnswerLater(QObject* context, const Answer<RoomId>& answer, RoomId room) {
  const Outcome<RoomId> outcome{std::exchange(next_failure_, {}), room};
  QTimer::singleShot(0, context, [answer, outcome] { answer(outcome); });
}

void DemoSession::CreateRoom(const QString& name, RoomKind kind, const QString& topic, QObject* context,
                             Answer<RoomId> answer) {
  Note(QStringLiteral("create"), RoomId(), name);
  if (!next_failure_.isEmpty()) return AnswerLater(context, answer, {});
  const RoomId room = AddRoom(name, kind, topic);
  SetMembers(room, {me_.name});
  SetOwner(room, true);
  Begin(room);
  AnswerLater(context, answer, room);
}

void DemoSession::AddFindable(const QString& title, const QString& topic, int members) {
  findable_.push_back({.id = RoomId(next_room_++), .title = title, .topic = topic, .member_count = members});
}

void DemoSession::FindRooms(const QString& query, QObject* context, Answer<std::vector<Room>> answer) {
  Note(QStringLiteral("find"), RoomId(), query);
  Outcome<std::vector<Room>> outcome{std::exchange(next_failure_, {}), {}};
  for (const Room& room : findable_) {
    if (room.title.contains(query, Qt::CaseInsensitive)) outcome.value.push_back(room);
  }
  QTimer::singleShot(0, context, [answer = std::move(answer), outcome] { answer(outcome); });
}

void DemoSession::JoinRoom(RoomId room, QObject* context, Answer<RoomId> answer) {
  Note(QStringLiteral("join"), room);
  for (const Room& each : findable_) {
    if (each.id == room) rooms_.Put(each);
  }
  AnswerLater(context, answer, room);
}

void DemoSession::LeaveRoom(RoomId room, QObject* context, Answer<RoomId> answer) {
  Note(QStringLiteral("leave"), room);
  rooms_.Remove(room);
  AnswerLater(context, answer, room);
}

void DemoSession::Invite(RoomId room, const QString& user_name, QObject* context, Answer<RoomId> answer) {
  Note(QStringLiteral("invite"), room, user_name);
  AnswerLater(context, answer, room);
}

void DemoSession::RemoveMember(RoomId room, UserId user, QObject* context, Answer<RoomId> answer) {
  Note(QStringLiteral("remove"), room, QString::number(user.value()));
  AnswerLater(context, answer, room);
}

void DemoSession::OpenDirect(const QString& user_name, QObject* context, Answer<RoomId> answer) {
  Note(QStringLiteral("direct"), RoomId(), user_name);
  if (!next_failure_.isEmpty()) return AnswerLater(context, answer, {});
  for (int row = 0; row < rooms_.rowCount(); ++row) {
    const Room& room = rooms_.At(row);
    if (room.kind == RoomKind::kDirect && room.title == user_name) return AnswerLater(context, answer, room.id);
  }
  const RoomId room = AddRoom(user_name, RoomKind::kDirect);
  Begin(room);
  AnswerLater(context, answer, room);
}

}  // namespace conclave::desktop
