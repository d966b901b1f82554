#include "client-qt/model/member_lists.h"

#include <utility>
#include <vector>

namespace conclave::desktop {

MemberLists::MemberLists(ServerCalls& calls, NameBook& names) : calls_(calls), names_(names) {}

MemberLists::~MemberLists() = default;

MemberModel& MemberLists::Of(RoomId room) {
  std::unique_ptr<List>& list = lists_[room];
  if (list == nullptr) list = std::make_unique<List>();
  Fetch(room);
  return *list->model;
}

void MemberLists::OnChanged(RoomId room) {
  if (lists_.contains(room)) Fetch(room);
}

void MemberLists::FetchAll() {
  for (const auto& [room, list] : lists_) Fetch(room);
}

void MemberLists::Remove(RoomId room) {
  const auto found = lists_.find(room);
  if (found == lists_.end()) return;
  // It may still be shown at this moment.
  found->second->model.release()->deleteLater();
  lists_.erase(found);
}

void MemberLists::Fetch(RoomId room) {
  List& list = *lists_.at(room);
  if (list.fetching) {
    list.outdated = true;
    return;
  }
  list.fetching = true;
  calls_.ListMembers(room, this, [this, room](const Reply<std::vector<v1::Member>>& reply) { OnFetched(room, reply); });
}

void MemberLists::OnFetched(RoomId room, const Reply<std::vector<v1::Member>>& reply) {
  const auto found = lists_.find(room);
  if (found == lists_.end()) return;
  List& list = *found->second;
  list.fetching = false;
  if (reply) {
    std::vector<Member> members;
    members.reserve(reply.value.size());
    for (const v1::Member& member : reply.value) {
      const UserId user(member.user_id());
      const QString name = QString::fromStdString(member.name());
      names_.Put(user, name);
      members.push_back({.user = user, .name = name, .owner = member.role() == v1::ROOM_ROLE_OWNER});
    }
    list.model->SetMembers(std::move(members));
  }
  if (std::exchange(list.outdated, false)) Fetch(room);
}

}  // namespace conclave::desktop
