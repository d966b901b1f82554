#include "client-qt/model/outbox.h"

#include <algorithm>
#include <utility>

#include "client-qt/core/refusal_sentence.h"
#include "server/core/clock.h"
#include "server/core/random.h"

namespace conclave::desktop {
namespace {

// The client library takes 4096.
constexpr int kMaxHanded = 1000;

}  // namespace

Outbox::Outbox(UserId me, Cache& cache, ChatLink& link) : me_(me), cache_(cache), link_(link) {}

void Outbox::Load(const std::vector<OutboxRow>& rows) {
  for (const OutboxRow& row : rows) items_.push_back({.row = row, .on_disk = true});
  CountWaiting();
  HandOver();
}

void Outbox::Add(RoomId room, const QString& text) {
  const TimeUs now = SystemClock().NowUs();
  Queue({.command = MakeCommandId(now, SystemRandom()),
         .room = room,
         .text = text,
         .time = now,
         .failure = {},
         .document = PlainDocument(text)});
}

void Outbox::Queue(OutboxRow row) {
  items_.push_back({.row = row});
  cache_.PutOutbox(row, this,
                   [this, command = row.command](const DocumentPtr& document) { OnDisk(command, document); });
  CountWaiting();
  Q_EMIT Changed(row);
}

void Outbox::OnDisk(const CommandId& command, const DocumentPtr& document) {
  const auto item = Find(command);
  if (item == items_.end()) return;
  item->on_disk = true;
  item->row.document = document;
  Q_EMIT Changed(item->row);
  HandOver();
}

void Outbox::HandOver() {
  int handed = static_cast<int>(
      std::count_if(items_.begin(), items_.end(), [](const Item& item) { return item.waits() && item.handed; }));
  for (Item& item : items_) {
    if (!item.waits() || item.handed) continue;
    // Nothing overtakes what is not on disk yet.
    if (!item.on_disk || handed == kMaxHanded) return;
    item.handed = true;
    ++handed;
    link_.Send(item.row.room, item.row.command, item.row.text);
  }
}

std::list<Outbox::Item>::iterator Outbox::Find(const CommandId& command) {
  return std::find_if(items_.begin(), items_.end(), [&](const Item& item) { return item.row.command == command; });
}

void Outbox::Erase(std::list<Item>::iterator item) {
  cache_.RemoveOutbox(item->row.command);
  items_.erase(item);
  CountWaiting();
}

void Outbox::CountWaiting() {
  const auto waiting =
      static_cast<int>(std::count_if(items_.begin(), items_.end(), [](const Item& item) { return item.waits(); }));
  if (std::exchange(waiting_, waiting) != waiting) Q_EMIT WaitingChanged();
}

void Outbox::Retry(const CommandId& command) {
  const auto item = Find(command);
  if (item == items_.end() || item->waits()) return;
  OutboxRow row = item->row;
  row.failure.clear();
  if (row.fate_unknown) {
    // The same id: stored or not, it is stored once.
    row.fate_unknown = false;
    items_.erase(item);
    Queue(std::move(row));
    return;
  }
  Discard(command);
  Add(row.room, row.text);
}

void Outbox::Discard(const CommandId& command) {
  const auto item = Find(command);
  if (item == items_.end() || item->waits()) return;
  const RoomId room = item->row.room;
  Erase(item);
  Q_EMIT Discarded(room, command);
}

void Outbox::DiscardAll(RoomId room) {
  items_.remove_if([room](const Item& item) { return item.row.room == room; });
  CountWaiting();
}

void Outbox::OnDelivered(const CommandId& command) {
  const auto item = Find(command);
  if (item == items_.end()) return;
  const RoomId room = item->row.room;
  Erase(item);
  Q_EMIT Delivered(room, command);
  HandOver();
}

void Outbox::OnRefused(const CommandId& command, const v1::Error& error) {
  const auto item = Find(command);
  if (item == items_.end()) return;
  item->row.failure = SentenceFor(error);
  item->row.fate_unknown = error.reason() == v1::REASON_INTERNAL || error.reason() == v1::REASON_FATE_UNKNOWN;
  cache_.FailOutbox(command, item->row.failure, item->row.fate_unknown);
  CountWaiting();
  Q_EMIT Changed(item->row);
  HandOver();
}

std::vector<OutboxRow> Outbox::RowsOf(RoomId room) const {
  std::vector<OutboxRow> rows;
  for (const Item& item : items_) {
    if (item.row.room == room) rows.push_back(item.row);
  }
  return rows;
}

}  // namespace conclave::desktop
