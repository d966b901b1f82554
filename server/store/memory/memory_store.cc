#include "server/store/memory/memory_store.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/core/refusal.h"
#include "server/core/strings.h"
#include "server/store/page_builder.h"
#include "server/store/row_name.h"

namespace conclave::store {
namespace {

template <typename Map, typename Key>
std::optional<typename Map::mapped_type> Find(const Map& map, const Key& key) {
  const auto found = map.find(key);
  if (found == map.end()) return std::nullopt;
  return found->second;
}

// False when the key is there already.
template <typename Map, typename UndoLog>
bool Insert(Map& map, const typename Map::key_type& key, const typename Map::mapped_type& row, UndoLog& undo) {
  if (!map.try_emplace(key, row).second) return false;
  undo.push_back([&map, key] { map.erase(key); });
  return true;
}

template <typename Map, typename UndoLog>
void Replace(Map& map, const typename Map::key_type& key, const typename Map::mapped_type& row, UndoLog& undo) {
  if (Insert(map, key, row, undo)) return;
  auto& stored = map.at(key);
  undo.push_back([&stored, before = stored] { stored = before; });
  stored = row;
}

template <typename Row>
absl::Status AlreadyStored(const Row& row) {
  return absl::AbortedError(absl::StrCat(RowName(row), ": it, or what must be unique in it, is already stored"));
}

template <typename Row>
absl::Status NamesNothing(const Row& row) {
  return absl::AbortedError(absl::StrCat(RowName(row), ": a room or user it names is not stored"));
}

bool IsPublic(const RoomRow& room) { return room.kind == v1::ROOM_KIND_PUBLIC || room.kind == v1::ROOM_KIND_LOBBY; }

bool ContainsIgnoringCase(std::string_view text, std::string_view part) {
  return absl::AsciiStrToLower(ToAbsl(text)).find(absl::AsciiStrToLower(ToAbsl(part))) != std::string::npos;
}

}  // namespace

MemoryStore::MemoryStore(Random& random) : header_{.epoch = random.NextId(), .schema = 0} {}

template <typename Predicate>
std::optional<RoomRow> MemoryStore::FindRoom(Predicate matches) const {
  const auto found =
      std::find_if(rooms_.begin(), rooms_.end(), [&](const auto& entry) { return matches(entry.second); });
  if (found == rooms_.end()) return std::nullopt;
  return found->second;
}

absl::StatusOr<HighestIds> MemoryStore::LoadHighestIds() {
  MutexLock lock(mu_);
  HighestIds highest;
  if (!users_.empty()) highest.user = users_.rbegin()->first;
  if (!devices_.empty()) highest.device = devices_.rbegin()->first;
  return highest;
}

absl::StatusOr<std::optional<UserRow>> MemoryStore::LoadUser(UserId id) {
  MutexLock lock(mu_);
  return Find(users_, id);
}

absl::StatusOr<std::optional<UserRow>> MemoryStore::LoadUserByName(std::string_view name) {
  MutexLock lock(mu_);
  for (const auto& [id, user] : users_) {
    if (user.name == name) return user;
  }
  return std::nullopt;
}

absl::StatusOr<std::optional<DeviceRow>> MemoryStore::LoadDevice(DeviceId id) {
  MutexLock lock(mu_);
  return Find(devices_, id);
}

absl::StatusOr<std::optional<RoomRow>> MemoryStore::LoadRoom(RoomId id) {
  MutexLock lock(mu_);
  return Find(rooms_, id);
}

absl::StatusOr<std::optional<RoomRow>> MemoryStore::LoadRoomByName(std::string_view name) {
  MutexLock lock(mu_);
  return FindRoom([name](const RoomRow& room) { return !name.empty() && room.name == name; });
}

absl::StatusOr<std::optional<RoomRow>> MemoryStore::LoadRoomByDirectKey(std::string_view key) {
  MutexLock lock(mu_);
  return FindRoom([key](const RoomRow& room) { return !key.empty() && room.direct_key == key; });
}

absl::StatusOr<std::optional<RoomRow>> MemoryStore::LoadLobby() {
  MutexLock lock(mu_);
  return FindRoom([](const RoomRow& room) { return room.kind == v1::ROOM_KIND_LOBBY; });
}

absl::StatusOr<std::vector<RoomRow>> MemoryStore::FindPublicRooms(std::string_view part, std::string_view after,
                                                                  std::size_t limit) {
  MutexLock lock(mu_);
  std::map<std::string_view, const RoomRow*> by_name;
  for (const auto& [id, room] : rooms_) {
    if (IsPublic(room) && room.name > after && ContainsIgnoringCase(room.name, part)) by_name[room.name] = &room;
  }
  std::vector<RoomRow> found;
  for (const auto& [name, room] : by_name) {
    if (found.size() == limit) break;
    found.push_back(*room);
  }
  return found;
}

absl::StatusOr<std::optional<MemberRow>> MemoryStore::LoadMember(RoomId room, UserId user) {
  MutexLock lock(mu_);
  return Find(members_, std::pair(room, user));
}

absl::StatusOr<std::vector<NamedMember>> MemoryStore::LoadMembers(RoomId room, UserId after, std::size_t limit) {
  MutexLock lock(mu_);
  std::vector<NamedMember> found;
  for (auto at = members_.upper_bound({room, after}); at != members_.end() && at->first.first == room; ++at) {
    if (found.size() == limit) break;
    const MemberRow& member = at->second;
    if (member.IsMember()) found.push_back({member, users_.at(member.user).name});
  }
  return found;
}

absl::StatusOr<std::vector<Membership>> MemoryStore::LoadMemberships(UserId user, RoomId after, std::size_t limit) {
  MutexLock lock(mu_);
  std::vector<Membership> found;
  for (auto room = rooms_.upper_bound(after); room != rooms_.end() && found.size() < limit; ++room) {
    const auto member = members_.find({room->first, user});
    if (member != members_.end() && member->second.IsMember()) found.push_back({room->second, member->second});
  }
  return found;
}

absl::StatusOr<std::size_t> MemoryStore::CountMemberships(UserId user) {
  MutexLock lock(mu_);
  std::size_t count = 0;
  for (const auto& [room, row] : rooms_) {
    const auto member = members_.find({room, user});
    if (member != members_.end() && member->second.IsMember()) ++count;
  }
  return count;
}

absl::StatusOr<std::vector<VisibilityRow>> MemoryStore::LoadVisibilities(RoomId room, UserId user) {
  MutexLock lock(mu_);
  std::vector<VisibilityRow> found;
  for (auto at = visibilities_.lower_bound({room, user, 0}); at != visibilities_.end(); ++at) {
    const VisibilityRow& visibility = at->second;
    if (visibility.room != room || visibility.user != user) break;
    found.push_back(visibility);
  }
  return found;
}

absl::StatusOr<std::optional<CommandRow>> MemoryStore::LoadCommand(DeviceId device, const CommandId& id) {
  MutexLock lock(mu_);
  return Find(commands_, std::pair(device, id));
}

absl::StatusOr<EventPage> MemoryStore::LoadPage(const PageQuery& query) {
  MutexLock lock(mu_);
  const auto room = rooms_.find(query.room);
  PageBuilder page(query, room == rooms_.end() ? 0 : room->second.head);
  while (!page.full()) {
    const auto event = events_.find({query.room, page.next()});
    if (event == events_.end()) break;
    page.Offer(event->second.seq, event->second.bytes, event->second.ends_for);
  }
  return std::move(page).Finish();
}

absl::Status MemoryStore::Commit(const CommitBatch& batch) {
  MutexLock lock(mu_);
  UndoLog undo;
  absl::Status written = WriteAll(batch, undo);
  if (!written.ok()) std::for_each(undo.rbegin(), undo.rend(), [](const auto& step) { step(); });
  return written;
}

absl::Status MemoryStore::WriteAll(const CommitBatch& batch, UndoLog& undo) {
  for (const UserRow& user : batch.users) CONCLAVE_RETURN_IF_ERROR(Write(user, undo));
  for (const DeviceRow& device : batch.devices) CONCLAVE_RETURN_IF_ERROR(Write(device, undo));
  for (const RoomRow& room : batch.rooms) CONCLAVE_RETURN_IF_ERROR(Write(room, undo));
  for (const MemberRow& member : batch.members) CONCLAVE_RETURN_IF_ERROR(Write(member, undo));
  for (const VisibilityRow& visibility : batch.visibilities) CONCLAVE_RETURN_IF_ERROR(Write(visibility, undo));
  for (const EventRow& event : batch.events) CONCLAVE_RETURN_IF_ERROR(Write(event, undo));
  for (const CommandRow& command : batch.commands) CONCLAVE_RETURN_IF_ERROR(Write(command, undo));
  return absl::OkStatus();
}

absl::Status MemoryStore::Write(const UserRow& user, UndoLog& undo) {
  const bool name_taken =
      std::any_of(users_.begin(), users_.end(), [&](const auto& entry) { return entry.second.name == user.name; });
  if (name_taken || !Insert(users_, user.id, user, undo)) return AlreadyStored(user);
  return absl::OkStatus();
}

absl::Status MemoryStore::Write(const DeviceRow& device, UndoLog& undo) {
  if (!users_.contains(device.user)) return NamesNothing(device);
  if (!Insert(devices_, device.id, device, undo)) return AlreadyStored(device);
  return absl::OkStatus();
}

absl::Status MemoryStore::Write(const RoomRow& room, UndoLog& undo) {
  const auto stored = rooms_.find(room.id);
  // Spares the search where it cannot find anything: with each message its room is written again.
  const bool same_keys = stored != rooms_.end() && stored->second.kind == room.kind &&
                         stored->second.name == room.name && stored->second.direct_key == room.direct_key;
  const auto contradicts = [&room](const RoomRow& other) {
    if (other.id == room.id) return false;
    return (!room.name.empty() && other.name == room.name) ||
           (!room.direct_key.empty() && other.direct_key == room.direct_key) ||
           (room.kind == v1::ROOM_KIND_LOBBY && other.kind == v1::ROOM_KIND_LOBBY);
  };
  if (!same_keys && FindRoom(contradicts)) return AlreadyStored(room);
  Replace(rooms_, room.id, room, undo);
  return absl::OkStatus();
}

absl::Status MemoryStore::Write(const MemberRow& member, UndoLog& undo) {
  if (!rooms_.contains(member.room) || !users_.contains(member.user)) return NamesNothing(member);
  Replace(members_, {member.room, member.user}, member, undo);
  return absl::OkStatus();
}

absl::Status MemoryStore::Write(const VisibilityRow& visibility, UndoLog& undo) {
  if (!rooms_.contains(visibility.room) || !users_.contains(visibility.user)) return NamesNothing(visibility);
  if (!Insert(visibilities_, {visibility.room, visibility.user, visibility.from}, visibility, undo)) {
    return AlreadyStored(visibility);
  }
  return absl::OkStatus();
}

absl::Status MemoryStore::Write(const EventRow& event, UndoLog& undo) {
  if (!rooms_.contains(event.room)) return NamesNothing(event);
  if (!Insert(events_, {event.room, event.seq}, event, undo)) return AlreadyStored(event);
  return absl::OkStatus();
}

absl::Status MemoryStore::Write(const CommandRow& command, UndoLog& undo) {
  if (!Insert(commands_, {command.device, command.id}, command, undo)) return AlreadyStored(command);
  return absl::OkStatus();
}

}  // namespace conclave::store
