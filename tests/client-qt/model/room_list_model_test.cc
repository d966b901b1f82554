#include "client-qt/model/room_list_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <tuple>

#include "tests/client-qt/support/model_watch.h"

namespace conclave::desktop {
namespace {

Room MakeRoom(std::uint64_t id, RoomKind kind, const QString& title) {
  return {.id = RoomId(id), .kind = kind, .title = title};
}

TEST(RoomListModelTest, TheLobbyComesFirstThenRoomsThenPeople) {
  RoomListModel model;
  const ModelWatch watch(model);
  model.Put(MakeRoom(1, RoomKind::kDirect, QStringLiteral("Ada")));
  model.Put(MakeRoom(2, RoomKind::kPrivate, QStringLiteral("cellar")));
  model.Put(MakeRoom(3, RoomKind::kLobby, QStringLiteral("lobby")));
  model.Put(MakeRoom(4, RoomKind::kPublic, QStringLiteral("Attic")));
  EXPECT_EQ(watch.rows(), QStringList({QStringLiteral("lobby"), QStringLiteral("Attic"), QStringLiteral("cellar"),
                                       QStringLiteral("Ada")}));
}

TEST(RoomListModelTest, AChangeThatKeepsThePlaceIsNoMove) {
  RoomListModel model;
  const ModelWatch watch(model);
  Room room = MakeRoom(1, RoomKind::kPublic, QStringLiteral("garden"));
  model.Put(room);
  model.Put(room);
  EXPECT_EQ(watch.changes(), 0) << "nothing changed";
  room.unread = 3;
  model.Put(room);
  EXPECT_EQ(watch.changes(), 1);
  EXPECT_EQ(watch.moves(), 0);
  EXPECT_EQ(model.Find(RoomId(1))->unread, 3);
  model.Remove(RoomId(1));
  EXPECT_EQ(model.Find(RoomId(1)), nullptr);
}

TEST(RoomListModelTest, EqualsASortedListWhateverHappens) {
  std::mt19937 random(1);
  RoomListModel model;
  const ModelWatch watch(model);
  std::map<std::uint64_t, Room> naive;
  for (int step = 0; step < 2000; ++step) {
    const std::uint64_t id = 1 + random() % 12;
    if (random() % 4 == 0) {
      model.Remove(RoomId(id));
      naive.erase(id);
    } else {
      const Room room =
          MakeRoom(id, static_cast<RoomKind>(random() % 4), QString(1, QChar(static_cast<ushort>('a' + random() % 5))));
      model.Put(room);
      naive[id] = room;
    }
    std::vector<std::tuple<int, QString, std::uint64_t>> sorted;
    for (const auto& [key, room] : naive) {
      const int section = room.kind == RoomKind::kLobby ? 0 : room.kind == RoomKind::kDirect ? 2 : 1;
      sorted.emplace_back(section, room.title, key);
    }
    std::sort(sorted.begin(), sorted.end());
    QStringList titles;
    for (const auto& [section, title, key] : sorted) titles.push_back(title);
    ASSERT_EQ(watch.Held(), titles) << "step " << step;
    ASSERT_EQ(watch.rows(), titles) << "by its signals, step " << step;
  }
}

}  // namespace
}  // namespace conclave::desktop
