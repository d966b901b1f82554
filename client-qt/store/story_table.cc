#include "client-qt/store/story_table.h"

#include <algorithm>

namespace conclave::desktop {
namespace {

constexpr char kPutMessage[] = "INSERT OR REPLACE INTO message (room, seq, event) VALUES (?, ?, ?)";
constexpr char kTouching[] = "SELECT min(first), max(last) FROM span WHERE room = ? AND first <= ? AND last >= ?";
constexpr char kDropTouching[] = "DELETE FROM span WHERE room = ? AND first >= ? AND last <= ?";
constexpr char kInsertSpan[] = "INSERT INTO span (room, first, last) VALUES (?, ?, ?)";
constexpr char kLasts[] = "SELECT room, max(last) FROM span GROUP BY room ORDER BY room";
constexpr char kLast[] = "SELECT max(last) FROM span WHERE room = ?";
constexpr char kSpanOf[] = "SELECT first FROM span WHERE room = ? AND first <= ? AND last >= ?";
constexpr char kPage[] =
    "SELECT seq, event FROM message WHERE room = ? AND seq >= ? AND seq < ? ORDER BY seq DESC LIMIT ?";
constexpr char kForgetMessages[] = "DELETE FROM message WHERE room = ?";
constexpr char kForgetSpans[] = "DELETE FROM span WHERE room = ?";
constexpr char kForgetAllMessages[] = "DELETE FROM message";
constexpr char kForgetAllSpans[] = "DELETE FROM span";

Seq ToSeq(const QVariant& value) { return static_cast<Seq>(value.toLongLong()); }

}  // namespace

void StoryTable::Put(std::span<const Entry> entries) {
  for (const Entry& entry : entries) {
    database_.Write(kPutMessage, {Bound(entry.room), Bound(entry.message.seq), entry.bytes});
  }
}

void StoryTable::AddSpan(RoomId room, Seq first, Seq last) {
  QSqlQuery touching = database_.Read(kTouching, {Bound(room), Bound(last + 1), Bound(first - 1)});
  if (touching.next() && !touching.isNull(0)) {
    first = std::min(first, ToSeq(touching.value(0)));
    last = std::max(last, ToSeq(touching.value(1)));
    touching.finish();
    database_.Write(kDropTouching, {Bound(room), Bound(first), Bound(last)});
  }
  touching.finish();
  database_.Write(kInsertSpan, {Bound(room), Bound(first), Bound(last)});
}

std::map<RoomId, Seq> StoryTable::Lasts() {
  std::map<RoomId, Seq> lasts;
  QSqlQuery query = database_.Read(kLasts);
  while (query.next()) lasts[RoomId(ToSeq(query.value(0)))] = ToSeq(query.value(1));
  return lasts;
}

StoryPage StoryTable::LoadBefore(const PageQuery& query) {
  Seq before = query.before;
  if (before == 0) {
    QSqlQuery last = database_.Read(kLast, {Bound(query.room)});
    if (!last.next() || last.isNull(0)) return {};
    before = ToSeq(last.value(0)) + 1;
  }
  QSqlQuery span = database_.Read(kSpanOf, {Bound(query.room), Bound(before - 1), Bound(before - 1)});
  if (!span.next()) return {};
  const Seq first = ToSeq(span.value(0));
  StoryPage page;
  QSqlQuery events = database_.Read(kPage, {Bound(query.room), Bound(first), Bound(before), query.limit});
  while (events.next()) {
    const QByteArray bytes = events.value(1).toByteArray();
    page.entries.push_back(EntryFromBytes(query.room, ToSeq(events.value(0)), bytes, me_, query.part));
  }
  std::reverse(page.entries.begin(), page.entries.end());
  const bool whole = static_cast<int>(page.entries.size()) < query.limit;
  page.from = whole ? first : page.entries.front().message.seq;
  page.to = before - 1;
  page.at_beginning = page.from == 1;
  return page;
}

void StoryTable::Forget(RoomId room) {
  database_.Write(kForgetMessages, {Bound(room)});
  database_.Write(kForgetSpans, {Bound(room)});
}

void StoryTable::ForgetAll() {
  database_.Write(kForgetAllMessages);
  database_.Write(kForgetAllSpans);
}

}  // namespace conclave::desktop
