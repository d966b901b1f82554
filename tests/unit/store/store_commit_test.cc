#include <atomic>
#include <thread>

#include "tests/unit/store/store_contract.h"

namespace conclave::store {
namespace {

// There are users 1 to 3, device 1, and room 1 with three events, one member, and a command.
class StoreCommitTest : public StoreContract {
 protected:
  void SetUp() override {
    HasUsers(3);
    HasRoom(1, 3);
    Commits({.devices = {Device(1, 1)},
             .members = {Member(1, 1)},
             .visibilities = {{RoomId(1), UserId(2), 1, 2}},
             .commands = {Command(1, 7, 3)}});
  }

  // One new row of each kind, and rooms and members that would be replaced.
  static CommitBatch Innocent() {
    CommitBatch batch{.users = {User(10, "new")},
                      .devices = {Device(10, 1)},
                      .rooms = {Room(1, "renamed"), Room(10, "new")},
                      .members = {Member(1, 1, v1::ROOM_ROLE_OWNER), Member(1, 2)},
                      .visibilities = {{RoomId(1), UserId(3), 1, 2}},
                      .events = {Event(1, 4, "new")},
                      .commands = {Command(10, 7, 4)}};
    batch.rooms.front().head = 4;
    return batch;
  }

  void NothingOfItIsStored() {
    EXPECT_FALSE(Must(store().LoadUser(UserId(10))));
    EXPECT_FALSE(Must(store().LoadDevice(DeviceId(10))));
    EXPECT_FALSE(Must(store().LoadRoom(RoomId(10))));
    EXPECT_EQ(Must(store().LoadRoom(RoomId(1)))->name, "room 1");
    EXPECT_EQ(Must(store().LoadMember(RoomId(1), UserId(1))), Member(1, 1));
    EXPECT_FALSE(Must(store().LoadMember(RoomId(1), UserId(2))));
    EXPECT_TRUE(Must(store().LoadVisibilities(RoomId(1), UserId(3))).empty());
    const EventPage page = Must(store().LoadPage({RoomId(1), 0, Direction::kForward, kNoLimit, kNoLimit}));
    EXPECT_EQ(page.head, 3u);
    EXPECT_EQ(page.events.size(), 3u);
    EXPECT_FALSE(Must(store().LoadCommand(DeviceId(1), Command(10, 0, 0).id)));
  }
};
CONCLAVE_TEST_EVERY_STORE(StoreCommitTest);

TEST_P(StoreCommitTest, WholeBatchIsStored) {
  Commits(Innocent());
  EXPECT_TRUE(Must(store().LoadUser(UserId(10))));
  EXPECT_TRUE(Must(store().LoadDevice(DeviceId(10))));
  EXPECT_TRUE(Must(store().LoadRoom(RoomId(10))));
  EXPECT_EQ(Must(store().LoadRoom(RoomId(1)))->name, "renamed");
  EXPECT_EQ(Must(store().LoadMember(RoomId(1), UserId(1)))->role, v1::ROOM_ROLE_OWNER);
  EXPECT_TRUE(Must(store().LoadMember(RoomId(1), UserId(2))));
  EXPECT_EQ(Must(store().LoadVisibilities(RoomId(1), UserId(3))).size(), 1u);
  EXPECT_EQ(Must(store().LoadPage({RoomId(1), 3, Direction::kForward, kNoLimit, kNoLimit})).events,
            std::vector<EventRow>{Event(1, 4, "new")});
  EXPECT_TRUE(Must(store().LoadCommand(DeviceId(1), Command(10, 0, 0).id)));
}

TEST_P(StoreCommitTest, EmptyBatchIsFine) { Commits({}); }

TEST_P(StoreCommitTest, OneContradictionUndoesTheWholeBatch) {
  struct Case {
    std::string_view named;
    void (*spoil)(CommitBatch&);
  };
  const Case cases[] = {
      {"user 1", [](CommitBatch& batch) { batch.users.push_back(User(1, "other")); }},
      {"user 11", [](CommitBatch& batch) { batch.users.push_back(User(11, "user2")); }},
      {"user 11", [](CommitBatch& batch) { batch.users.push_back(User(11, "new")); }},
      {"device 1", [](CommitBatch& batch) { batch.devices.push_back(Device(1, 2)); }},
      {"device 11", [](CommitBatch& batch) { batch.devices.push_back(Device(11, 99)); }},
      {"room 11", [](CommitBatch& batch) { batch.rooms.push_back(Room(11, "renamed")); }},
      {"member 99 of room 1", [](CommitBatch& batch) { batch.members.push_back(Member(1, 99)); }},
      {"member 1 of room 99", [](CommitBatch& batch) { batch.members.push_back(Member(99, 1)); }},
      {"visibility of room 1 from event 1 for user 2",
       [](CommitBatch& batch) {
         batch.visibilities.push_back({RoomId(1), UserId(2), 1, 9});
       }},
      {"visibility of room 1 from event 1 for user 99",
       [](CommitBatch& batch) {
         batch.visibilities.push_back({RoomId(1), UserId(99), 1, 9});
       }},
      {"event 3 of room 1", [](CommitBatch& batch) { batch.events.push_back(Event(1, 3, "other")); }},
      {"event 4 of room 1", [](CommitBatch& batch) { batch.events.push_back(Event(1, 4, "twice")); }},
      {"event 1 of room 99", [](CommitBatch& batch) { batch.events.push_back(Event(99, 1, "nowhere")); }},
      {"of device 1", [](CommitBatch& batch) { batch.commands.push_back(Command(1, 7, 3)); }},
      {"of device 1", [](CommitBatch& batch) { batch.commands.push_back(Command(10, 8, 5)); }},
  };
  for (const Case& each : cases) {
    CommitBatch batch = Innocent();
    each.spoil(batch);
    Refuses(batch, each.named);
    NothingOfItIsStored();
  }
  Commits(Innocent());
}

TEST_P(StoreCommitTest, NameKeyAndLobbyAreUniqueAmongRooms) {
  RoomRow direct = Room(20, "", v1::ROOM_KIND_DIRECT);
  direct.direct_key = "1,2";
  Commits({.rooms = {direct, Room(21, "lobby", v1::ROOM_KIND_LOBBY), Room(22, "free")}});

  direct.id = RoomId(23);
  Refuses({.rooms = {direct}}, "room 23");
  Refuses({.rooms = {Room(23, "second lobby", v1::ROOM_KIND_LOBBY)}}, "room 23");
  Refuses({.rooms = {Room(23, "free", v1::ROOM_KIND_PRIVATE)}}, "room 23");
  // By a change as well.
  Refuses({.rooms = {Room(22, "lobby")}}, "room 22");
  EXPECT_EQ(Must(store().LoadRoom(RoomId(22)))->name, "free");
}

TEST_P(StoreCommitTest, TextOfARefusalHoldsNumbersOnly) {
  const absl::Status status = store().Commit({.users = {User(11, "user2")}});
  EXPECT_EQ(status.ToString().find("user2"), std::string::npos) << status;
}

// Appends batches of some events to room 1, while others read it.
class StoreConcurrencyTest : public StoreContract {
 protected:
  static constexpr Seq kHead = 600;
  static constexpr Seq kBatch = 3;

  void SetUp() override {
    HasUsers(1);
    Commits({.rooms = {Room(1, "busy")}, .members = {Member(1, 1)}});
  }

  void AppendAll() {
    for (Seq head = kBatch; head <= kHead; head += kBatch) {
      CommitBatch batch{.rooms = {Room(1, "busy")}, .members = {Member(1, 1)}};
      batch.rooms.front().head = batch.rooms.front().messages = head;
      batch.members.front().messages = head;
      for (Seq seq = head - kBatch + 1; seq <= head; ++seq) batch.events.push_back(Event(1, seq, std::to_string(seq)));
      Commits(batch);
    }
  }

  // Returns when the head has come in sight.
  void ReadUntilTheHead() {
    Seq seen = 0;
    while (seen < kHead && !HasFailure()) {
      const EventPage page = Must(store().LoadPage({RoomId(1), seen, Direction::kForward, 100, kNoLimit}));
      EXPECT_EQ(page.head % kBatch, 0u) << "half a commit is visible";
      EXPECT_EQ(page.events.size(), std::min<Seq>(page.head - seen, 100));
      for (const EventRow& event : page.events) EXPECT_EQ(event, Event(1, ++seen, std::to_string(event.seq)));
      const auto memberships = Must(store().LoadMemberships(UserId(1), RoomId(), 10));
      EXPECT_EQ(memberships.at(0).room.head, memberships.at(0).member.messages) << "two commits are mixed";
      EXPECT_GE(memberships.at(0).room.head, seen) << "the past came back";
    }
  }
};
CONCLAVE_TEST_EVERY_STORE(StoreConcurrencyTest);

TEST_P(StoreConcurrencyTest, ReadersSeeWholeCommitsInOrderWhileOthersCommitAndCheckpoint) {
  std::atomic<bool> done = false;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([this] { ReadUntilTheHead(); });
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back([this, &done] {
      while (!done) EXPECT_TRUE(store().Checkpoint().ok());
    });
  }
  AppendAll();
  done = true;
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace conclave::store
