#include "client-qt/store/cache.h"

#include <gmock/gmock.h>

#include <map>
#include <random>
#include <set>

#include "server/core/random.h"
#include "tests/client-qt/support/wait.h"
#include "tests/support/temp_dir.h"

namespace conclave::desktop {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr UserId kMe(1);
constexpr RoomId kRoom(7);

Entry MakeEntry(Seq seq) {
  v1::RoomEvent event;
  event.set_room_id(kRoom.value());
  event.set_seq(seq);
  event.set_author_user_id(2);
  event.mutable_message()->set_text("text " + std::to_string(seq));
  return EntryFrom(event, kMe);
}

std::vector<Entry> Entries(Seq first, Seq last) {
  std::vector<Entry> entries;
  for (Seq seq = first; seq <= last; ++seq) entries.push_back(MakeEntry(seq));
  return entries;
}

std::vector<Seq> NumbersOf(const StoryPage& page) {
  std::vector<Seq> numbers;
  for (const Entry& entry : page.entries) numbers.push_back(entry.message.seq);
  return numbers;
}

class CacheTest : public ::testing::Test {
 protected:
  CacheTest() { Reopen(); }

  void Reopen() {
    cache_.reset();
    cache_ = std::make_unique<Cache>(path_, kMe, mailbox_, [this](const QString& trouble) { trouble_ = trouble; });
  }
  void PutStory(Seq first, Seq last) { cache_->PutStory(kRoom, first, last, Entries(first, last)); }
  StoryPage LoadStory(Seq before, int limit = 100) {
    std::optional<StoryPage> loaded;
    cache_->LoadStory(kRoom, before, limit, &context_, [&](const StoryPage& page) { loaded = page; });
    EXPECT_TRUE(WaitUntil([&] { return loaded.has_value(); }));
    return loaded.value_or(StoryPage{});
  }
  Snapshot Load() {
    std::optional<Snapshot> loaded;
    cache_->Load(&context_, [&](const Snapshot& snapshot) { loaded = snapshot; });
    EXPECT_TRUE(WaitUntil([&] { return loaded.has_value(); }));
    return loaded.value_or(Snapshot{});
  }

  const TempDir directory_;
  const QString path_ = QString::fromStdString(directory_.File("cache.sqlite"));
  Mailbox mailbox_;
  QObject context_;
  QString trouble_;
  std::unique_ptr<Cache> cache_;
};

TEST_F(CacheTest, ANewCacheIsEmpty) {
  const Snapshot snapshot = Load();
  EXPECT_EQ(snapshot.epoch, 0u);
  EXPECT_THAT(snapshot.rooms, IsEmpty());
  EXPECT_FALSE(LoadStory(0).from.has_value());
}

TEST_F(CacheTest, EverythingIsThereAgain) {
  RoomRecord record;
  record.room = {.id = kRoom,
                 .kind = RoomKind::kDirect,
                 .topic = QStringLiteral("topic"),
                 .member_count = 2,
                 .owner = true,
                 .last_activity = 99};
  record.people = {UserId(2), UserId(3)};
  UnreadCount unread{.read_up_to = 3, .unread = 2, .counted_up_to = 5, .others = 4};
  cache_->PutRoom(record);
  cache_->PutDraft(kRoom, QStringLiteral("dra"));
  cache_->PutUnread(kRoom, unread);
  cache_->PutName(UserId(2), QStringLiteral("ben"));
  cache_->PutEpoch(77);
  PutStory(3, 5);
  Reopen();
  const Snapshot snapshot = Load();
  EXPECT_EQ(snapshot.epoch, 77u);
  ASSERT_THAT(snapshot.rooms, SizeIs(1));
  EXPECT_EQ(snapshot.rooms[0].record.room, record.room);
  EXPECT_EQ(snapshot.rooms[0].record.people, record.people);
  EXPECT_EQ(snapshot.rooms[0].draft, QStringLiteral("dra"));
  EXPECT_EQ(snapshot.rooms[0].unread, unread);
  EXPECT_EQ(snapshot.rooms[0].last, 5u);
  EXPECT_EQ(snapshot.names.at(UserId(2)), QStringLiteral("ben"));
  const StoryPage page = LoadStory(0);
  EXPECT_THAT(NumbersOf(page), ::testing::ElementsAre(3, 4, 5));
  EXPECT_EQ(page.from, 3u);
  EXPECT_EQ(page.to, 5u);
  EXPECT_FALSE(page.at_beginning);
  EXPECT_EQ(page.entries[0].message.document->PlainText(), QStringLiteral("text 3"));
  EXPECT_EQ(trouble_, QString());
}

TEST_F(CacheTest, APageNeverReachesOverAHole) {
  PutStory(1, 10);
  PutStory(50, 60);
  EXPECT_EQ(LoadStory(0).from, 50u);
  EXPECT_FALSE(LoadStory(50).from.has_value());
  PutStory(20, 49);
  EXPECT_EQ(LoadStory(0).from, 20u);
  cache_->PutStory(kRoom, 11, 19, {});
  const StoryPage page = LoadStory(0);
  EXPECT_EQ(page.from, 1u);
  EXPECT_TRUE(page.at_beginning);
  EXPECT_THAT(page.entries, SizeIs(51));
}

TEST_F(CacheTest, PagesFollowOneAnother) {
  PutStory(1, 25);
  Seq before = 0;
  std::vector<Seq> all;
  for (bool more = true; more;) {
    const StoryPage page = LoadStory(before, 10);
    const std::vector<Seq> numbers = NumbersOf(page);
    all.insert(all.begin(), numbers.begin(), numbers.end());
    before = *page.from;
    more = !page.at_beginning;
  }
  ASSERT_THAT(all, SizeIs(25));
  EXPECT_EQ(all.front(), 1u);
}

TEST_F(CacheTest, HeadsAreTheSameMessagesWithoutTheirTexts) {
  PutStory(1, 25);
  const StoryPage whole = LoadStory(20, 10);
  std::optional<StoryPage> heads;
  cache_->LoadHeads(kRoom, 20, 10, &context_, [&](const StoryPage& page) { heads = page; });
  ASSERT_TRUE(WaitUntil([&] { return heads.has_value(); }));
  EXPECT_EQ(NumbersOf(*heads), NumbersOf(whole));
  EXPECT_EQ(heads->from, whole.from);
  for (std::size_t i = 0; i < heads->entries.size(); ++i) {
    const Message& head = heads->entries[i].message;
    EXPECT_TRUE(head.absent());
    EXPECT_FALSE(whole.entries[i].message.absent());
    EXPECT_EQ(head.length, whole.entries[i].message.document->PlainText().size());
    EXPECT_EQ(head.author, whole.entries[i].message.author);
  }
}

TEST_F(CacheTest, SpansEqualANaiveSetWhateverIsPut) {
  std::mt19937 random(1);
  std::set<Seq> known;
  for (int step = 0; step < 200; ++step) {
    const Seq first = 1 + random() % 80;
    const Seq last = first + random() % 6;
    PutStory(first, last);
    for (Seq seq = first; seq <= last; ++seq) known.insert(seq);
    const Seq before = 1 + random() % 90;
    std::optional<Seq> from;
    for (Seq seq = before - 1; known.contains(seq); --seq) from = seq;
    const StoryPage page = LoadStory(before);
    ASSERT_EQ(page.from, from) << "step " << step;
    ASSERT_EQ(page.entries.size(), from ? before - *from : 0) << "step " << step;
  }
}

TEST_F(CacheTest, AnotherEpochVoidsNumbersAndNothingElse) {
  RoomRecord record;
  record.room.id = kRoom;
  const OutboxRow row{.command = MakeCommandId(1, SystemRandom()), .room = kRoom, .text = QStringLiteral("waits")};
  cache_->PutRoom(record);
  cache_->PutDraft(kRoom, QStringLiteral("dra"));
  cache_->PutUnread(kRoom, {.read_up_to = 3});
  cache_->PutOutbox(row, &context_, [](const DocumentPtr&) {});
  PutStory(1, 5);
  cache_->ChangeEpoch(78);
  const Snapshot snapshot = Load();
  EXPECT_EQ(snapshot.epoch, 78u);
  ASSERT_THAT(snapshot.rooms, SizeIs(1));
  EXPECT_EQ(snapshot.rooms[0].draft, QStringLiteral("dra"));
  EXPECT_EQ(snapshot.rooms[0].unread, UnreadCount{});
  EXPECT_FALSE(snapshot.rooms[0].last.has_value());
  EXPECT_THAT(snapshot.outbox, SizeIs(1));
  EXPECT_FALSE(LoadStory(0).from.has_value());
}

TEST_F(CacheTest, AForgottenRoomLeavesNothing) {
  RoomRecord record;
  record.room.id = kRoom;
  cache_->PutRoom(record);
  cache_->PutDraft(kRoom, QStringLiteral("dra"));
  cache_->PutOutbox({.command = MakeCommandId(1, SystemRandom()), .room = kRoom, .text = QStringLiteral("waits")},
                    &context_, [](const DocumentPtr&) {});
  PutStory(1, 5);
  cache_->ForgetRoom(kRoom);
  cache_->PutRoom(record);
  const Snapshot snapshot = Load();
  EXPECT_EQ(snapshot.rooms[0].draft, QString());
  EXPECT_FALSE(snapshot.rooms[0].last.has_value());
  EXPECT_THAT(snapshot.outbox, IsEmpty());
}

TEST_F(CacheTest, AnOutboxRowIsAnsweredWhenAnotherConnectionCanSeeIt) {
  bool answered = false;
  cache_->PutOutbox({.command = MakeCommandId(1, SystemRandom()), .room = kRoom, .text = QStringLiteral("**hi**")},
                    &context_, [&](const DocumentPtr& document) {
                      answered = true;
                      EXPECT_TRUE(document->blocks[0].spans.at(0).bold);
                      Mailbox mailbox;
                      Cache other(path_, kMe, mailbox, [](const QString&) {});
                      std::size_t rows = 0;
                      other.Load(&mailbox, [&](const Snapshot& snapshot) { rows = snapshot.outbox.size(); });
                      EXPECT_TRUE(WaitUntil([&] { return rows == 1; }));
                    });
  EXPECT_TRUE(WaitUntil([&] { return answered; }));
}

TEST_F(CacheTest, FinishCommitsWhatWasQueued) {
  for (int i = 0; i < 500; ++i) cache_->PutDraft(RoomId(1000u + static_cast<std::uint64_t>(i)), QStringLiteral("d"));
  cache_->PutEpoch(5);
  EXPECT_TRUE(cache_->Finish(testing::Patience()));
  Reopen();
  EXPECT_EQ(Load().epoch, 5u);
}

TEST_F(CacheTest, WithoutAPlaceItWorksInMemoryAndSaysSo) {
  cache_ = std::make_unique<Cache>(QStringLiteral("/proc/no/cache.sqlite"), kMe, mailbox_,
                                   [this](const QString& trouble) { trouble_ = trouble; });
  PutStory(1, 5);
  EXPECT_THAT(LoadStory(0).entries, SizeIs(5));
  EXPECT_TRUE(WaitUntil([&] { return trouble_.contains(QStringLiteral("cannot be written")); }));
}

}  // namespace
}  // namespace conclave::desktop
