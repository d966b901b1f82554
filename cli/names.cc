#include "cli/names.h"

#include <array>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/errors.h"
#include "server/core/refusal.h"
#include "server/core/strings.h"

namespace conclave::cli {
namespace {

constexpr std::size_t kUsersPerCall = 500;

}  // namespace

void Names::LearnUsers(const std::set<UserId>& users) {
  std::vector<UserId> unknown;
  for (const UserId user : users) {
    if (user && !users_.contains(user)) unknown.push_back(user);
  }
  for (std::size_t begin = 0; begin < unknown.size(); begin += kUsersPerCall) {
    const std::size_t count = std::min(kUsersPerCall, unknown.size() - begin);
    const auto found = calls_.GetUsers(std::span(unknown).subspan(begin, count));
    if (!found.ok()) return;
    for (const v1::User& user : *found) users_[UserId(user.user_id())] = user.name();
  }
}

std::string Names::User(UserId user) {
  LearnUsers({user});
  const auto found = users_.find(user);
  return found != users_.end() ? found->second : absl::StrCat("user:", user.value());
}

std::string Names::Label(const v1::Room& room) {
  if (room.kind() != v1::ROOM_KIND_DIRECT) return absl::StrCat("#", room.name());
  std::set<UserId> others;
  for (const std::uint32_t id : room.direct_user_ids()) others.insert(UserId(id));
  LearnUsers(others);
  return absl::StrCat("@", absl::StrJoin(others, ",", [this](std::string* out, UserId id) { out->append(User(id)); }));
}

std::string Names::Room(RoomId room) {
  if (const auto found = rooms_.find(room); found != rooms_.end()) return found->second;
  const auto found = calls_.GetRoom(room);
  if (!found.ok()) return absl::StrCat("id:", room.value());
  return rooms_[room] = Label(*found);
}

absl::StatusOr<UserId> Names::FindUser(std::string_view name) {
  if (name.starts_with('@')) name.remove_prefix(1);
  const auto user = calls_.GetUserByName(name);
  if (user.ok()) return UserId(user->user_id());
  if (client::ReasonOf(user.status()) != v1::REASON_USER_NOT_FOUND) return user.status();
  return Refuse(v1::REASON_USER_NOT_FOUND, absl::StrCat("There is no user \"", ToAbsl(name), "\"."));
}

absl::StatusOr<v1::Room> Names::Find(std::string_view room) {
  constexpr std::string_view kById = "id:";
  if (room.starts_with(kById)) {
    std::uint64_t id = 0;
    if (!absl::SimpleAtoi(ToAbsl(room.substr(kById.size())), &id)) {
      return absl::InvalidArgumentError(absl::StrCat("\"", ToAbsl(room), "\" is no room: id: needs a number."));
    }
    return calls_.GetRoom(RoomId(id));
  }
  if (room.starts_with('@')) {
    CONCLAVE_ASSIGN_OR_RETURN(const UserId user, FindUser(room));
    return calls_.OpenDirectRoom(std::array{user});
  }
  if (room.starts_with('#')) room.remove_prefix(1);
  return calls_.GetRoomByName(room);
}

}  // namespace conclave::cli
