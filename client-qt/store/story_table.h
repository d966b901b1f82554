#ifndef CONCLAVE_CLIENT_QT_STORE_STORY_TABLE_H_
#define CONCLAVE_CLIENT_QT_STORE_STORY_TABLE_H_

#include <span>

#include "client-qt/store/database.h"
#include "client-qt/store/records.h"

namespace conclave::desktop {

// The rooms' stories: events by number, and which numbers are known, as spans that neither overlap nor touch.
// Confined to the store's thread.
class StoryTable {
 public:
  // `me` is whose words are one's own.
  StoryTable(Database& database, UserId me) : database_(database), me_(me) {}

  void Put(std::span<const Entry> entries);
  // Numbers from `first` to `last` are known: there is nothing but what has been put.
  void AddSpan(RoomId room, Seq first, Seq last);

  // The last number known of each room.
  [[nodiscard]] std::map<RoomId, Seq> Lasts();
  // Nothing from beyond a hole.
  [[nodiscard]] StoryPage LoadBefore(const PageQuery& query);

  void Forget(RoomId room);
  void ForgetAll();

 private:
  Database& database_;
  const UserId me_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_STORE_STORY_TABLE_H_
