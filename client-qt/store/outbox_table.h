#ifndef CONCLAVE_CLIENT_QT_STORE_OUTBOX_TABLE_H_
#define CONCLAVE_CLIENT_QT_STORE_OUTBOX_TABLE_H_

#include <vector>

#include "client-qt/store/database.h"
#include "client-qt/store/records.h"

namespace conclave::desktop {

// Messages that wait or failed, in the order in which they were queued. What is put outlives a loss of power once it is
// committed. Confined to the store's thread.
class OutboxTable {
 public:
  explicit OutboxTable(Database& database) : database_(database) {}

  // At the end of the queue, also when it was there before.
  void Put(const OutboxRow& row);
  void Fail(const CommandId& command, const QString& failure, bool fate_unknown);
  void Remove(const CommandId& command);
  void RemoveOf(RoomId room);
  [[nodiscard]] std::vector<OutboxRow> Load();

 private:
  Database& database_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_STORE_OUTBOX_TABLE_H_
