#include "server/session/page_budget.h"

#include <gtest/gtest.h>

#include "conclave/v1/room.pb.h"

namespace conclave::session {
namespace {

constexpr Limits kLimits{.page_bytes = 64 * 1024};

v1::Room RoomWithTopicOf(std::size_t bytes) {
  v1::Room room;
  room.set_room_id(1);
  room.set_topic(std::string(bytes, 't'));
  return room;
}

TEST(PageBudgetTest, APageOfAListStaysWithinItsBytesAndWastesFew) {
  v1::ListRoomsResponse page;
  PageBudget budget(kLimits);
  for (v1::Room room = RoomWithTopicOf(500); budget.Takes(room);) *page.add_rooms() = room;
  page.set_next_cursor(~std::uint64_t{0});
  EXPECT_LE(page.ByteSizeLong(), kLimits.page_bytes);
  EXPECT_GT(page.ByteSizeLong(), kLimits.page_bytes - 2048);
}

TEST(PageBudgetTest, TheFirstEntryIsTakenHoweverLarge) {
  PageBudget budget(kLimits);
  EXPECT_TRUE(budget.Takes(RoomWithTopicOf(kLimits.page_bytes)));
  EXPECT_FALSE(budget.Takes(RoomWithTopicOf(1)));
}

}  // namespace
}  // namespace conclave::session
