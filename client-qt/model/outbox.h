#ifndef CONCLAVE_CLIENT_QT_MODEL_OUTBOX_H_
#define CONCLAVE_CLIENT_QT_MODEL_OUTBOX_H_

#include <QObject>
#include <list>
#include <vector>

#include "client-qt/net/chat_link.h"
#include "client-qt/store/cache.h"

namespace conclave::desktop {

// One's own messages until the server has them. Each is on disk before it is handed to the link, is handed over in the
// order in which it was written, over restarts with the same id, and goes from the disk when the server is known to
// have it. Lives on the GUI's thread; owned by the session.
class Outbox : public QObject {
  Q_OBJECT

 public:
  // Both outlive this.
  Outbox(UserId me, Cache& cache, ChatLink& link);

  // What an earlier process left.
  void Load(const std::vector<OutboxRow>& rows);

  void Add(RoomId room, const QString& text);
  // One that failed: again, at the end of the queue; with a new id unless the server may have it already.
  void Retry(const CommandId& command);
  // One that failed: never.
  void Discard(const CommandId& command);
  // The room is gone, and what waits for it.
  void DiscardAll(RoomId room);

  // The server has it, by its word or because it came back as an event.
  void OnDelivered(const CommandId& command);
  void OnRefused(const CommandId& command, const v1::Error& error);

  [[nodiscard]] UserId me() const { return me_; }
  // Without those that failed.
  [[nodiscard]] int waiting() const { return waiting_; }
  [[nodiscard]] std::vector<OutboxRow> RowsOf(RoomId room) const;

 Q_SIGNALS:
  // It is new, or its state is.
  void Changed(const conclave::desktop::OutboxRow& row);
  // It is not in the outbox any more; the server has it, or nobody.
  void Delivered(conclave::RoomId room, const conclave::CommandId& command);
  void Discarded(conclave::RoomId room, const conclave::CommandId& command);
  void WaitingChanged();

 private:
  struct Item {
    OutboxRow row;
    bool on_disk = false;
    bool handed = false;

    [[nodiscard]] bool waits() const { return row.failure.isEmpty(); }
  };

  void Queue(OutboxRow row);
  void OnDisk(const CommandId& command, const DocumentPtr& document);
  // Hands over what may be: in order, on disk, not too much at once.
  void HandOver();
  [[nodiscard]] std::list<Item>::iterator Find(const CommandId& command);
  void Erase(std::list<Item>::iterator item);
  void CountWaiting();

  const UserId me_;
  Cache& cache_;
  ChatLink& link_;
  std::list<Item> items_;
  int waiting_ = 0;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_MODEL_OUTBOX_H_
