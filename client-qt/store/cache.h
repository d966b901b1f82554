#ifndef CONCLAVE_CLIENT_QT_STORE_CACHE_H_
#define CONCLAVE_CLIENT_QT_STORE_CACHE_H_

#include <QObject>
#include <QString>
#include <functional>
#include <memory>
#include <vector>

#include "client-qt/core/mailbox.h"
#include "client-qt/core/task_thread.h"
#include "client-qt/store/records.h"

namespace conclave::desktop {

// What this client keeps on disk of its conversation with one server: everything read, drafts, read positions, and the
// messages that wait to be sent. Each call only queues; a thread of its own does the work in that order, commits when
// nothing is left to do, and answers through the mailbox unless the context is gone. When the file cannot be used the
// same holds in memory until the end of the process, and the trouble is told. Used on the GUI's thread; owned by the
// session.
class Cache {
 public:
  // `path` of the file; empty: memory only. `me` is whose words are one's own. `trouble` is called on the GUI's thread,
  // at most once, with one sentence. The mailbox outlives this.
  Cache(const QString& path, UserId me, Mailbox& mailbox, std::function<void(const QString&)> trouble);
  ~Cache();

  Cache(const Cache&) = delete;
  Cache& operator=(const Cache&) = delete;

  void Load(QObject* context, std::function<void(const Snapshot&)> answer);
  // At most `limit` events below `before`, 0 for the newest, without a hole.
  void LoadStory(RoomId room, Seq before, int limit, QObject* context, std::function<void(const StoryPage&)> answer);
  // The same without the texts.
  void LoadHeads(RoomId room, Seq before, int limit, QObject* context, std::function<void(const StoryPage&)> answer);

  // Numbers from `first` to `last` are known to hold `entries` and nothing else.
  void PutStory(RoomId room, Seq first, Seq last, std::vector<Entry> entries);
  void ForgetStory(RoomId room);

  void PutRoom(const RoomRecord& record);
  // With everything that is kept of it, also what waits to be sent.
  void ForgetRoom(RoomId room);
  void PutDraft(RoomId room, const QString& text);
  void PutUnread(RoomId room, const UnreadCount& unread);
  void PutName(UserId user, const QString& name);
  void PutServerName(const QString& name);

  // The server's store is another one: forgets stories and read positions, keeps rooms, drafts and what waits.
  void ChangeEpoch(std::uint64_t epoch);
  void PutEpoch(std::uint64_t epoch);

  // Answers once the row outlives a loss of power, or cannot, with the text as it is to be shown.
  void PutOutbox(const OutboxRow& row, QObject* context, std::function<void(const DocumentPtr&)> answer);
  void FailOutbox(const CommandId& command, const QString& failure, bool fate_unknown);
  void RemoveOutbox(const CommandId& command);

  // Everything queued is done and committed when this returns true; false when that takes longer. Nothing can be queued
  // any more.
  bool Finish(absl::Duration timeout);

 private:
  // Of the store's thread.
  struct Tables;

  void Post(std::function<void(Tables&)> task);
  void LoadPage(const PageQuery& query, QObject* context, std::function<void(const StoryPage&)> answer);
  void TellTrouble(const Tables& tables);

  Mailbox& mailbox_;
  const std::function<void(const QString&)> trouble_;
  // Made and used on the store's thread; ends there.
  std::unique_ptr<Tables> tables_;
  bool trouble_told_ = false;
  // Last, so that its tasks find the rest.
  std::unique_ptr<TaskThread> thread_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_STORE_CACHE_H_
