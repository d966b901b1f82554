#include "tests/unit/store/store_contract.h"

#include "server/store/memory/memory_store.h"
#include "server/store/sqlite/sqlite_store.h"

namespace conclave::store {

UserRow User(std::uint32_t id, std::string name) { return {UserId(id), std::move(name), 1'000'000 + id}; }

DeviceRow Device(std::uint64_t id, std::uint32_t user) { return {DeviceId(id), UserId(user), "laptop", 2'000'000}; }

RoomRow Room(std::uint64_t id, std::string name, v1::RoomKind kind) {
  return {.id = RoomId(id), .kind = kind, .name = std::move(name), .created = 3'000'000};
}

MemberRow Member(std::uint64_t room, std::uint32_t user, v1::RoomRole role) {
  return {.room = RoomId(room), .user = UserId(user), .role = role, .joined = 1};
}

EventRow Event(std::uint64_t room, Seq seq, std::string bytes) {
  return {.room = RoomId(room), .seq = seq, .bytes = std::move(bytes)};
}

CommandRow Command(std::uint8_t number, std::uint64_t fingerprint, Seq seq) {
  return {.device = DeviceId(1),
          .id = CommandId({1, 2, 3, 4, 5, 6, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, number}),
          .fingerprint = fingerprint,
          .room = RoomId(1),
          .seq = seq,
          .time = 4'000'000};
}

std::vector<Seq> SeqsOf(const EventPage& page) {
  std::vector<Seq> seqs;
  for (const EventRow& event : page.events) seqs.push_back(event.seq);
  return seqs;
}

std::vector<std::string> NamesOf(const std::vector<RoomRow>& rooms) {
  std::vector<std::string> names;
  for (const RoomRow& room : rooms) names.push_back(room.name);
  return names;
}

std::vector<Backend> AllBackends() {
  return {{"Memory", [](const std::string&) -> std::unique_ptr<Store> { return std::make_unique<MemoryStore>(); }},
          {"Sqlite", [](const std::string& directory) -> std::unique_ptr<Store> {
             return SqliteStore::Open({.path = directory + "/conclave.db", .readers = 2}).value();
           }}};
}

void StoreContract::Commits(const CommitBatch& batch) {
  const absl::Status status = store().Commit(batch);
  ASSERT_TRUE(status.ok()) << status;
}

void StoreContract::Refuses(const CommitBatch& batch, std::string_view names) {
  const absl::Status status = store().Commit(batch);
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted) << status;
  EXPECT_NE(status.ToString().find(names), std::string::npos) << status;
}

void StoreContract::HasRoom(std::uint64_t room, Seq events, std::size_t event_bytes) {
  CommitBatch batch{.rooms = {Room(room, "room " + std::to_string(room))}};
  batch.rooms.front().head = events;
  for (Seq seq = 1; seq <= events; ++seq) {
    batch.events.push_back(Event(room, seq, std::string(event_bytes, static_cast<char>('a' + seq % 26))));
  }
  Commits(batch);
}

void StoreContract::HasUsers(std::uint32_t count) {
  CommitBatch batch;
  for (std::uint32_t id = 1; id <= count; ++id) batch.users.push_back(User(id, "user" + std::to_string(id)));
  Commits(batch);
}

}  // namespace conclave::store
