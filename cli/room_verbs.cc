#include <set>
#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "cli/verbs.h"

namespace conclave::cli {
namespace {

int PrintRooms(Context& context, const absl::StatusOr<std::vector<v1::Room>>& rooms) {
  if (!rooms.ok()) return context.Fail(rooms.status());
  std::set<UserId> people;
  for (const v1::Room& room : *rooms) {
    for (const std::uint32_t user : room.direct_user_ids()) people.insert(UserId(user));
  }
  context.names.LearnUsers(people);
  for (const v1::Room& room : *rooms) context.printer->Room(room);
  return kExitOk;
}

int PrintRoom(Context& context, const absl::StatusOr<v1::Room>& room) {
  if (!room.ok()) return context.Fail(room.status());
  context.printer->Room(*room);
  return kExitOk;
}

// Finds the room, makes the call, says at which number it was done.
template <typename Call>
int ChangeMembership(Context& context, std::string_view verb, Call call) {
  const auto room = context.names.Find(context.arguments.room);
  if (!room.ok()) return context.Fail(room.status());
  const absl::StatusOr<Seq> seq = call(RoomId(room->room_id()));
  if (!seq.ok()) return context.Fail(seq.status());
  context.printer->Done(verb, *room, *seq);
  return kExitOk;
}

}  // namespace

int RoomList(Context& context) { return PrintRooms(context, context.calls.ListRooms()); }

int RoomFind(Context& context) { return PrintRooms(context, context.calls.FindRooms(context.arguments.query)); }

int RoomCreate(Context& context) {
  std::string_view name = context.arguments.room;
  if (name.starts_with('#')) name.remove_prefix(1);
  const v1::RoomKind kind = context.arguments.make_private ? v1::ROOM_KIND_PRIVATE : v1::ROOM_KIND_PUBLIC;
  return PrintRoom(context, context.calls.CreateRoom(name, kind, context.arguments.topic));
}

int RoomJoin(Context& context) {
  return ChangeMembership(context, "joined", [&](RoomId room) { return context.calls.JoinRoom(room); });
}

int RoomLeave(Context& context) {
  return ChangeMembership(context, "left", [&](RoomId room) { return context.calls.LeaveRoom(room); });
}

int RoomInvite(Context& context) {
  return ChangeMembership(context, "invited", [&](RoomId room) -> absl::StatusOr<Seq> {
    const auto user = context.names.FindUser(context.arguments.user);
    if (!user.ok()) return user.status();
    return context.calls.InviteMember(room, *user);
  });
}

int RoomRemove(Context& context) {
  return ChangeMembership(context, "removed", [&](RoomId room) -> absl::StatusOr<Seq> {
    const auto user = context.names.FindUser(context.arguments.user);
    if (!user.ok()) return user.status();
    return context.calls.RemoveMember(room, *user);
  });
}

int RoomMembers(Context& context) {
  const auto room = context.names.Find(context.arguments.room);
  if (!room.ok()) return context.Fail(room.status());
  const auto members = context.calls.ListMembers(RoomId(room->room_id()));
  if (!members.ok()) return context.Fail(members.status());
  for (const v1::Member& member : *members) context.printer->Member(RoomId(room->room_id()), member);
  return kExitOk;
}

int Direct(Context& context) {
  std::vector<UserId> users;
  for (const std::string& name : context.arguments.users) {
    const auto user = context.names.FindUser(name);
    if (!user.ok()) return context.Fail(user.status());
    users.push_back(*user);
  }
  const auto room = context.calls.OpenDirectRoom(users);
  const int code = PrintRoom(context, room);
  if (code != kExitOk || context.arguments.text.empty()) return code;
  return SendMessage(context, *room, context.arguments.Message());
}

int History(Context& context) {
  const Arguments& arguments = context.arguments;
  const auto room = context.names.Find(arguments.room);
  if (!room.ok()) return context.Fail(room.status());
  client::HistoryQuery query = {.room = RoomId(room->room_id()), .limit = arguments.limit};
  if (arguments.before) {
    query.direction = client::PageDirection::kBefore;
    query.bound = *arguments.before;
  } else if (arguments.after) {
    query.direction = client::PageDirection::kAfter;
    query.bound = *arguments.after;
  }
  const auto page = context.calls.GetHistory(query);
  if (!page.ok()) return context.Fail(page.status());
  // Gaps stand where their numbers would.
  int gap = 0;
  for (const v1::Event& event : page->events()) {
    while (gap < page->gaps_size() && page->gaps(gap).from_seq() < event.room_event().seq()) {
      context.printer->Gap(page->gaps(gap++));
    }
    context.printer->Event(event.room_event());
  }
  while (gap < page->gaps_size()) context.printer->Gap(page->gaps(gap++));
  return kExitOk;
}

int Health(Context& context) {
  const auto serving = context.calls.CheckHealth();
  if (!serving.ok()) return context.Fail(serving.status());
  context.printer->Health("", *serving);
  return *serving ? kExitOk : kExitUnavailable;
}

}  // namespace conclave::cli
