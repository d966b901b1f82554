#include "client-qt/store/room_tables.h"

#include <QStringList>

namespace conclave::desktop {
namespace {

constexpr char kPutRoom[] =
    "INSERT OR REPLACE INTO room (id, kind, name, topic, members, owner, last_activity, people)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
constexpr char kRooms[] = "SELECT id, kind, name, topic, members, owner, last_activity, people FROM room ORDER BY id";
constexpr char kForgetRoom[] = "DELETE FROM room WHERE id = ?";
constexpr char kPutDraft[] = "INSERT OR REPLACE INTO draft (room, text) VALUES (?, ?)";
constexpr char kForgetDraft[] = "DELETE FROM draft WHERE room = ?";
constexpr char kDrafts[] = "SELECT room, text FROM draft ORDER BY room";
constexpr char kPutUnread[] =
    "INSERT OR REPLACE INTO read_position (room, seq, unread, counted, others) VALUES (?, ?, ?, ?, ?)";
constexpr char kUnread[] = "SELECT room, seq, unread, counted, others FROM read_position ORDER BY room";
constexpr char kForgetUnread[] = "DELETE FROM read_position WHERE room = ?";
constexpr char kForgetAllUnread[] = "DELETE FROM read_position";
constexpr char kPutName[] = "INSERT OR REPLACE INTO user (id, name) VALUES (?, ?)";
constexpr char kNames[] = "SELECT id, name FROM user ORDER BY id";
constexpr char kPutServerName[] = "INSERT OR REPLACE INTO meta (name, value) VALUES ('server_name', ?)";
constexpr char kServerName[] = "SELECT value FROM meta WHERE name = 'server_name'";
constexpr char kPutEpoch[] = "INSERT OR REPLACE INTO meta (name, value) VALUES ('epoch', ?)";
constexpr char kEpoch[] = "SELECT value FROM meta WHERE name = 'epoch'";

std::uint64_t Unsigned(const QVariant& value) { return static_cast<std::uint64_t>(value.toLongLong()); }

// An empty text of ours is not null, which the tables do not take.
QString Text(const QString& text) { return text.isNull() ? QStringLiteral("") : text; }

QString Join(const std::vector<UserId>& people) {
  QStringList numbers;
  for (const UserId user : people) numbers.push_back(QString::number(user.value()));
  return Text(numbers.join(u' '));
}

std::vector<UserId> Split(const QString& people) {
  std::vector<UserId> users;
  for (const QString& number : people.split(u' ', Qt::SkipEmptyParts)) users.emplace_back(number.toUInt());
  return users;
}

RoomRecord ToRecord(const QSqlQuery& query) {
  RoomRecord record;
  record.room.id = RoomId(Unsigned(query.value(0)));
  record.room.kind = static_cast<RoomKind>(query.value(1).toInt());
  record.room.title = query.value(2).toString();
  record.room.topic = query.value(3).toString();
  record.room.member_count = query.value(4).toInt();
  record.room.owner = query.value(5).toBool();
  record.room.last_activity = query.value(6).toLongLong();
  record.people = Split(query.value(7).toString());
  return record;
}

}  // namespace

void RoomTables::PutRoom(const RoomRecord& record) {
  const Room& room = record.room;
  database_.Write(kPutRoom,
                  {Bound(room.id), static_cast<int>(room.kind), Text(room.title), Text(room.topic), room.member_count,
                   room.owner, static_cast<qlonglong>(room.last_activity), Join(record.people)});
}

void RoomTables::PutDraft(RoomId room, const QString& text) {
  if (text.isEmpty()) {
    database_.Write(kForgetDraft, {Bound(room)});
  } else {
    database_.Write(kPutDraft, {Bound(room), text});
  }
}

void RoomTables::PutUnread(RoomId room, const UnreadCount& unread) {
  database_.Write(kPutUnread, {Bound(room), Bound(unread.read_up_to), unread.unread, Bound(unread.counted_up_to),
                               unread.others ? Bound(*unread.others) : QVariant()});
}

void RoomTables::PutName(UserId user, const QString& name) { database_.Write(kPutName, {Bound(user), Text(name)}); }

void RoomTables::PutServerName(const QString& name) {
  // Bytes: the column would make a number of what looks like one.
  database_.Write(kPutServerName, {name.toUtf8()});
}

void RoomTables::PutEpoch(std::uint64_t epoch) { database_.Write(kPutEpoch, {Bound(epoch)}); }

void RoomTables::LoadDrafts(std::map<RoomId, QString>& drafts) {
  QSqlQuery query = database_.Read(kDrafts);
  while (query.next()) drafts[RoomId(Unsigned(query.value(0)))] = query.value(1).toString();
}

void RoomTables::LoadUnread(std::map<RoomId, UnreadCount>& unread) {
  QSqlQuery query = database_.Read(kUnread);
  while (query.next()) {
    UnreadCount& count = unread[RoomId(Unsigned(query.value(0)))];
    count.read_up_to = Unsigned(query.value(1));
    count.unread = query.value(2).toInt();
    count.counted_up_to = Unsigned(query.value(3));
    if (!query.isNull(4)) count.others = Unsigned(query.value(4));
  }
}

std::vector<RoomState> RoomTables::LoadRooms() {
  std::map<RoomId, QString> drafts;
  std::map<RoomId, UnreadCount> unread;
  LoadDrafts(drafts);
  LoadUnread(unread);
  std::vector<RoomState> rooms;
  QSqlQuery query = database_.Read(kRooms);
  while (query.next()) {
    RoomState state{.record = ToRecord(query), .unread = {}, .draft = {}, .last = {}};
    const RoomId room = state.record.room.id;
    if (const auto draft = drafts.find(room); draft != drafts.end()) state.draft = draft->second;
    if (const auto count = unread.find(room); count != unread.end()) state.unread = count->second;
    rooms.push_back(std::move(state));
  }
  return rooms;
}

std::map<UserId, QString> RoomTables::LoadNames() {
  std::map<UserId, QString> names;
  QSqlQuery query = database_.Read(kNames);
  while (query.next()) names[UserId(query.value(0).toUInt())] = query.value(1).toString();
  return names;
}

QString RoomTables::LoadServerName() {
  QSqlQuery query = database_.Read(kServerName);
  return query.next() ? QString::fromUtf8(query.value(0).toByteArray()) : QString();
}

std::uint64_t RoomTables::LoadEpoch() {
  QSqlQuery query = database_.Read(kEpoch);
  return query.next() ? Unsigned(query.value(0)) : 0;
}

void RoomTables::ForgetRoom(RoomId room) {
  for (const char* sql : {kForgetRoom, kForgetDraft, kForgetUnread}) database_.Write(sql, {Bound(room)});
}

void RoomTables::ForgetUnread() { database_.Write(kForgetAllUnread); }

}  // namespace conclave::desktop
