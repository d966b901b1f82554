#include "client-qt/store/outbox_table.h"

#include <optional>

#include "client-qt/core/markdown.h"

namespace conclave::desktop {
namespace {

constexpr char kPutOutbox[] =
    "INSERT INTO outbox (command, room, text, time, failure, fate_unknown) VALUES (?, ?, ?, ?, ?, ?)";
constexpr char kFail[] = "UPDATE outbox SET failure = ?, fate_unknown = ? WHERE command = ?";
constexpr char kRemove[] = "DELETE FROM outbox WHERE command = ?";
constexpr char kRemoveOf[] = "DELETE FROM outbox WHERE room = ?";
constexpr char kLoad[] = "SELECT command, room, text, time, failure, fate_unknown FROM outbox ORDER BY place";

QByteArray BytesOf(const CommandId& command) {
  return {command.bytes().data(), static_cast<qsizetype>(command.bytes().size())};
}

}  // namespace

void OutboxTable::Put(const OutboxRow& row) {
  const QByteArray command = BytesOf(row.command);
  database_.Write(kRemove, {command}, Durability::kPower);
  database_.Write(kPutOutbox,
                  {command, Bound(row.room), row.text, static_cast<qlonglong>(row.time),
                   row.failure.isNull() ? QLatin1String("") : row.failure, row.fate_unknown},
                  Durability::kPower);
}

void OutboxTable::Fail(const CommandId& command, const QString& failure, bool fate_unknown) {
  database_.Write(kFail, {failure, fate_unknown, BytesOf(command)});
}

void OutboxTable::Remove(const CommandId& command) { database_.Write(kRemove, {BytesOf(command)}); }

void OutboxTable::RemoveOf(RoomId room) { database_.Write(kRemoveOf, {Bound(room)}); }

std::vector<OutboxRow> OutboxTable::Load() {
  std::vector<OutboxRow> rows;
  QSqlQuery query = database_.Read(kLoad);
  while (query.next()) {
    const std::optional<CommandId> command = CommandId::FromBytes(query.value(0).toByteArray().toStdString());
    if (!command) continue;
    rows.push_back({.command = *command,
                    .room = RoomId(static_cast<std::uint64_t>(query.value(1).toLongLong())),
                    .text = query.value(2).toString(),
                    .time = query.value(3).toLongLong(),
                    .failure = query.value(4).toString(),
                    .fate_unknown = query.value(5).toBool(),
                    .document = ParseMarkdown(query.value(2).toString().toStdString())});
  }
  return rows;
}

}  // namespace conclave::desktop
