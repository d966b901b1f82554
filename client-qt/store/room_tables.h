#ifndef CONCLAVE_CLIENT_QT_STORE_ROOM_TABLES_H_
#define CONCLAVE_CLIENT_QT_STORE_ROOM_TABLES_H_

#include <map>
#include <vector>

#include "client-qt/store/database.h"
#include "client-qt/store/records.h"

namespace conclave::desktop {

// The rooms one is in with what is kept of each beside its story, everybody's names and the server's, and the epoch
// all numbers belong to. Confined to the store's thread.
class RoomTables {
 public:
  explicit RoomTables(Database& database) : database_(database) {}

  void PutRoom(const RoomRecord& record);
  void PutDraft(RoomId room, const QString& text);
  void PutUnread(RoomId room, const UnreadCount& unread);
  void PutName(UserId user, const QString& name);
  void PutServerName(const QString& name);
  void PutEpoch(std::uint64_t epoch);

  [[nodiscard]] std::vector<RoomState> LoadRooms();
  [[nodiscard]] std::map<UserId, QString> LoadNames();
  [[nodiscard]] QString LoadServerName();
  [[nodiscard]] std::uint64_t LoadEpoch();

  void ForgetRoom(RoomId room);
  void ForgetUnread();

 private:
  void LoadDrafts(std::map<RoomId, QString>& drafts);
  void LoadUnread(std::map<RoomId, UnreadCount>& unread);

  Database& database_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_STORE_ROOM_TABLES_H_
