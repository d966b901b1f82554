#include "server/log/commit_view.h"

#include <algorithm>

#include "server/core/refusal.h"

namespace conclave::log {
namespace {

// The last row of a batch that satisfies `matches`.
template <typename Row, typename Matches>
std::optional<Row> FindLast(const std::vector<Row>& rows, Matches matches) {
  const auto it = std::find_if(rows.rbegin(), rows.rend(), matches);
  return it == rows.rend() ? std::nullopt : std::optional<Row>(*it);
}

// Writes `row` at the place its key has in the batch, or at a new one.
template <typename Map, typename Key, typename Row>
void Put(Map& places, const Key& key, std::vector<Row>& rows, const Row& row) {
  const auto [it, inserted] = places.try_emplace(key, rows.size());
  if (inserted) {
    rows.push_back(row);
  } else {
    rows[it->second] = row;
  }
}

template <typename Row>
void Append(std::vector<Row>& to, const std::vector<Row>& rows) {
  to.insert(to.end(), rows.begin(), rows.end());
}

}  // namespace

absl::StatusOr<std::optional<store::RoomRow>> CommitView::Room(RoomId id) {
  if (const auto it = room_at_.find(id); it != room_at_.end()) return batch_.rooms[it->second];
  if (const auto it = rooms_.find(id); it != rooms_.end()) return it->second;
  CONCLAVE_ASSIGN_OR_RETURN(auto room, store_.LoadRoom(id));
  if (room) rooms_.emplace(id, *room);
  return room;
}

absl::StatusOr<std::optional<store::RoomRow>> CommitView::RoomByName(const std::string& name) {
  auto room = FindLast(batch_.rooms, [&name](const store::RoomRow& row) { return row.name == name; });
  if (room) return room;
  return store_.LoadRoomByName(name);
}

absl::StatusOr<std::optional<store::RoomRow>> CommitView::RoomByDirectKey(const std::string& key) {
  auto room = FindLast(batch_.rooms, [&key](const store::RoomRow& row) { return row.direct_key == key; });
  if (room) return room;
  return store_.LoadRoomByDirectKey(key);
}

absl::StatusOr<std::optional<store::MemberRow>> CommitView::Member(RoomId room, UserId user) {
  const MemberKey key(room, user);
  if (const auto it = member_at_.find(key); it != member_at_.end()) return batch_.members[it->second];
  if (const auto it = members_.find(key); it != members_.end()) return it->second;
  CONCLAVE_ASSIGN_OR_RETURN(auto member, store_.LoadMember(room, user));
  members_.emplace(key, member);
  return member;
}

absl::StatusOr<std::optional<store::UserRow>> CommitView::User(UserId id) {
  auto user = FindLast(batch_.users, [id](const store::UserRow& row) { return row.id == id; });
  if (user) return user;
  return store_.LoadUser(id);
}

absl::StatusOr<std::optional<store::UserRow>> CommitView::UserByName(const std::string& name) {
  auto user = FindLast(batch_.users, [&name](const store::UserRow& row) { return row.name == name; });
  if (user) return user;
  return store_.LoadUserByName(name);
}

absl::StatusOr<std::size_t> CommitView::CountRooms(UserId user) {
  CONCLAVE_ASSIGN_OR_RETURN(std::size_t count, store_.CountMemberships(user));
  for (const store::MemberRow& row : batch_.members) {
    if (row.user != user) continue;
    const auto before = members_.find(MemberKey(row.room, user));
    const bool was_member = before != members_.end() && before->second && before->second->IsMember();
    if (row.IsMember() && !was_member) ++count;
    if (!row.IsMember() && was_member) --count;
  }
  return count;
}

absl::StatusOr<std::optional<store::CommandRow>> CommitView::Command(DeviceId device, const CommandId& id,
                                                                     bool thorough) {
  if (const auto it = command_at_.find({device, id}); it != command_at_.end()) return batch_.commands[it->second];
  const auto newest = newest_.find(device);
  if (!thorough && newest != newest_.end() && newest->second < id) return std::nullopt;
  return store_.LoadCommand(device, id);
}

void CommitView::Add(const chat::Changes& changes, const std::optional<store::CommandRow>& command) {
  if (!changes.events.empty()) Put(room_at_, changes.room.id, batch_.rooms, changes.room);
  for (const store::MemberRow& row : changes.members)
    Put(member_at_, MemberKey(row.room, row.user), batch_.members, row);
  Append(batch_.visibilities, changes.visibilities);
  Append(batch_.events, changes.events);
  Append(batch_.users, changes.users);
  Append(batch_.devices, changes.devices);
  if (!command) return;
  command_at_.emplace(std::pair(command->device, command->id), batch_.commands.size());
  batch_.commands.push_back(*command);
}

void CommitView::Keep() {
  if (rooms_.size() + members_.size() + newest_.size() > kCachedRows) {
    rooms_.clear();
    members_.clear();
    newest_.clear();
  }
  for (const store::RoomRow& row : batch_.rooms) rooms_.insert_or_assign(row.id, row);
  for (const store::MemberRow& row : batch_.members) members_.insert_or_assign(MemberKey(row.room, row.user), row);
  for (const store::CommandRow& row : batch_.commands) {
    CommandId& newest = newest_[row.device];
    newest = std::max(newest, row.id);
  }
  batch_ = {};
  room_at_.clear();
  member_at_.clear();
  command_at_.clear();
}

void CommitView::Drop() {
  batch_ = {};
  room_at_.clear();
  member_at_.clear();
  command_at_.clear();
  rooms_.clear();
  members_.clear();
  newest_.clear();
}

}  // namespace conclave::log
