// A long story in a session: all of it can be scrolled in, few of its texts are in memory.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "tests/client-qt/support/live_session_fixture.h"

namespace conclave::desktop {
namespace {

constexpr int kMessages = 450;

class SessionTextsTest : public LiveSessionFixture {
 protected:
  // Bob has read everything, without anybody keeping the texts.
  SessionTextsTest() : alice_(Enters("alice")), bob_(Enters("bob")), lobby_(alice_.InLobby()) {
    bob_.InLobby();
    static_cast<void>(timeline());
    SaysMany(alice_, lobby_, kMessages);
    EXPECT_TRUE(WaitUntil([&] { return LastText() == Numbered(kMessages); }));
  }

  TimelineModel& timeline() { return bob_.session().Timeline(lobby_); }
  QString LastText() {
    return timeline().rowCount() == 0 ? QString() : timeline().At(timeline().rowCount() - 1).document->PlainText();
  }
  bool Shows(int first, int last) {
    return WaitUntil([&] { return timeline().rowCount() > last && timeline().HasAllTexts(first, last); });
  }
  // As after a commit that failed.
  void EmptyBobsCache() {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open((bob_.profile() / "cache.sqlite").c_str(), &database), SQLITE_OK);
    sqlite3_busy_timeout(database, static_cast<int>(absl::ToInt64Milliseconds(testing::Patience())));
    EXPECT_EQ(sqlite3_exec(database, "DELETE FROM message; DELETE FROM span", nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(database);
  }

  Person& alice_;
  Person& bob_;
  const RoomId lobby_;
};

TEST_F(SessionTextsTest, TextsComeBackFromTheCacheAndElseFromTheServer) {
  EXPECT_FALSE(timeline().HasAllTexts(0, timeline().rowCount() - 1));
  timeline().LookAt(10, 20);
  ASSERT_TRUE(Shows(10, 20));
  const QString text = timeline().At(15).document->PlainText();
  EXPECT_TRUE(text.startsWith(QStringLiteral("message ")));
  timeline().LookAway();
  EXPECT_FALSE(timeline().HasAllTexts(10, 20));
  EmptyBobsCache();
  timeline().LookAt(10, 20);
  ASSERT_TRUE(Shows(10, 20));
  EXPECT_EQ(timeline().At(15).document->PlainText(), text);
}

TEST_F(SessionTextsTest, WithoutAServerAllThatIsKeptCanBeScrolledInAtOnce) {
  const int rows = timeline().rowCount();
  bob_.Closes();
  server_.Kill();
  bob_.Opens();
  EXPECT_TRUE(WaitUntil([&] { return timeline().rowCount() == rows && timeline().at_beginning(); }));
  EXPECT_EQ(LastText(), Numbered(kMessages));
  EXPECT_FALSE(timeline().HasAllTexts(0, rows - 1));
}

}  // namespace
}  // namespace conclave::desktop
