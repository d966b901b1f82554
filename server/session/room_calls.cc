#include "server/session/room_calls.h"

#include "server/chat/rules.h"
#include "server/core/refusal.h"
#include "server/session/form.h"
#include "server/session/messages.h"
#include "server/session/page_budget.h"

namespace conclave::session {
namespace {

// A room and the caller's row in it, if the caller may know of it.
struct KnownRoom {
  store::RoomRow room;
  std::optional<store::MemberRow> member;
};

absl::StatusOr<KnownRoom> LoadKnown(store::Store& store, std::optional<store::RoomRow> room, UserId user) {
  std::optional<store::MemberRow> member;
  if (room) {
    CONCLAVE_ASSIGN_OR_RETURN(member, store.LoadMember(room->id, user));
  }
  if (!room || !chat::MayKnow(*room, member)) return Refuse(v1::REASON_ROOM_NOT_FOUND, "There is no such room.");
  return KnownRoom{.room = *std::move(room), .member = member};
}

// Whether a list may go on after a page of which so many entries were taken, of `loaded`, of at most `size`.
bool HasMore(int taken, std::size_t loaded, std::size_t size) {
  return loaded == size || static_cast<std::size_t>(taken) < loaded;
}

absl::StatusOr<v1::ListRoomsResponse> LoadRooms(store::Store& store, UserId user, const v1::ListRoomsRequest& request,
                                                const Limits& limits) {
  const std::size_t size = PageSize(request.page_size(), limits);
  CONCLAVE_ASSIGN_OR_RETURN(const auto page, store.LoadMemberships(user, RoomId(request.cursor()), size));
  v1::ListRoomsResponse response;
  PageBudget budget(limits);
  for (const auto& [room, member] : page) {
    v1::Room entry = ToProto(room, member, user);
    if (!budget.Takes(entry)) break;
    *response.add_rooms() = std::move(entry);
  }
  if (HasMore(response.rooms_size(), page.size(), size)) {
    response.set_next_cursor(response.rooms(response.rooms_size() - 1).room_id());
  }
  return response;
}

absl::StatusOr<v1::FindRoomsResponse> FindRooms(store::Store& store, UserId user, const v1::FindRoomsRequest& request,
                                                const Limits& limits) {
  if (request.query().size() > limits.name_bytes) {
    return Refuse(v1::REASON_TOO_LARGE, "The query is longer than a name can be.",
                  {.limit = "limits.name_bytes", .limit_value = limits.name_bytes});
  }
  const std::size_t size = PageSize(request.page_size(), limits);
  CONCLAVE_ASSIGN_OR_RETURN(const auto rooms, store.FindPublicRooms(request.query(), request.cursor(), size));
  v1::FindRoomsResponse response;
  PageBudget budget(limits);
  for (const store::RoomRow& room : rooms) {
    CONCLAVE_ASSIGN_OR_RETURN(const auto member, store.LoadMember(room.id, user));
    v1::Room entry = ToProto(room, member, user);
    if (!budget.Takes(entry)) break;
    *response.add_rooms() = std::move(entry);
  }
  if (HasMore(response.rooms_size(), rooms.size(), size)) {
    response.set_next_cursor(response.rooms(response.rooms_size() - 1).name());
  }
  return response;
}

absl::StatusOr<v1::GetRoomResponse> LoadRoom(store::Store& store, UserId user, const v1::GetRoomRequest& request) {
  const bool by_name = request.has_name();
  CONCLAVE_ASSIGN_OR_RETURN(auto room,
                            by_name ? store.LoadRoomByName(request.name()) : store.LoadRoom(RoomId(request.room_id())));
  CONCLAVE_ASSIGN_OR_RETURN(const KnownRoom known, LoadKnown(store, std::move(room), user));
  v1::GetRoomResponse response;
  *response.mutable_room() = ToProto(known.room, known.member, user);
  return response;
}

absl::StatusOr<v1::ListMembersResponse> LoadMembers(store::Store& store, UserId user,
                                                    const v1::ListMembersRequest& request, const Limits& limits) {
  const RoomId id(request.room_id());
  CONCLAVE_ASSIGN_OR_RETURN(auto room, store.LoadRoom(id));
  CONCLAVE_RETURN_IF_ERROR(LoadKnown(store, std::move(room), user).status());
  const std::size_t size = PageSize(request.page_size(), limits);
  CONCLAVE_ASSIGN_OR_RETURN(const auto page, store.LoadMembers(id, UserId(request.cursor()), size));
  v1::ListMembersResponse response;
  PageBudget budget(limits);
  for (const auto& [row, name] : page) {
    v1::Member member;
    member.set_user_id(row.user.value());
    member.set_name(name);
    member.set_role(row.role);
    member.set_joined_seq(row.joined);
    if (!budget.Takes(member)) break;
    *response.add_members() = std::move(member);
  }
  if (HasMore(response.members_size(), page.size(), size)) {
    response.set_next_cursor(response.members(response.members_size() - 1).user_id());
  }
  return response;
}

// The answer of calls that say by which event a membership changed.
template <typename Response>
Response SeqOf(const log::CommandResult& result) {
  Response response;
  response.set_seq(result.seq);
  return response;
}

// The answer of calls that say which room came of it, as `user` sees it.
template <typename Response>
std::function<Response(const log::CommandResult&)> RoomFor(UserId user) {
  return [user](const log::CommandResult& result) {
    Response response;
    *response.mutable_room() = ToProto(result.room, result.member, user);
    return response;
  };
}

}  // namespace

void RoomCalls::ListRooms(const auth::Identity& identity, const v1::ListRoomsRequest& request,
                          Done<v1::ListRoomsResponse> done) const {
  RunRead<v1::ListRoomsResponse>(
      identity, request,
      [this](const Caller& caller, const v1::ListRoomsRequest& asked) {
        return LoadRooms(services_.store, caller.user.id, asked, services_.limits);
      },
      std::move(done));
}

void RoomCalls::FindRooms(const auth::Identity& identity, const v1::FindRoomsRequest& request,
                          Done<v1::FindRoomsResponse> done) const {
  RunRead<v1::FindRoomsResponse>(
      identity, request,
      [this](const Caller& caller, const v1::FindRoomsRequest& asked) {
        return session::FindRooms(services_.store, caller.user.id, asked, services_.limits);
      },
      std::move(done));
}

void RoomCalls::GetRoom(const auth::Identity& identity, const v1::GetRoomRequest& request,
                        Done<v1::GetRoomResponse> done) const {
  RunRead<v1::GetRoomResponse>(
      identity, request,
      [this](const Caller& caller, const v1::GetRoomRequest& asked) {
        return LoadRoom(services_.store, caller.user.id, asked);
      },
      std::move(done));
}

void RoomCalls::ListMembers(const auth::Identity& identity, const v1::ListMembersRequest& request,
                            Done<v1::ListMembersResponse> done) const {
  RunRead<v1::ListMembersResponse>(
      identity, request,
      [this](const Caller& caller, const v1::ListMembersRequest& asked) {
        return LoadMembers(services_.store, caller.user.id, asked, services_.limits);
      },
      std::move(done));
}

void RoomCalls::CreateRoom(const auth::Identity& identity, const v1::CreateRoomRequest& request,
                           Done<v1::CreateRoomResponse> done) const {
  RunWrite<v1::CreateRoomResponse>(identity, CommandIdOf(request.command_id()), ToCommand(request, services_.limits),
                                   RoomFor<v1::CreateRoomResponse>(identity.user), std::move(done));
}

void RoomCalls::JoinRoom(const auth::Identity& identity, const v1::JoinRoomRequest& request,
                         Done<v1::JoinRoomResponse> done) const {
  RunWrite<v1::JoinRoomResponse>(identity, CommandIdOf(request.command_id()),
                                 chat::JoinRoom{.room = RoomId(request.room_id())}, SeqOf<v1::JoinRoomResponse>,
                                 std::move(done));
}

void RoomCalls::LeaveRoom(const auth::Identity& identity, const v1::LeaveRoomRequest& request,
                          Done<v1::LeaveRoomResponse> done) const {
  RunWrite<v1::LeaveRoomResponse>(identity, CommandIdOf(request.command_id()),
                                  chat::LeaveRoom{.room = RoomId(request.room_id())}, SeqOf<v1::LeaveRoomResponse>,
                                  std::move(done));
}

void RoomCalls::InviteMember(const auth::Identity& identity, const v1::InviteMemberRequest& request,
                             Done<v1::InviteMemberResponse> done) const {
  RunWrite<v1::InviteMemberResponse>(
      identity, CommandIdOf(request.command_id()),
      chat::InviteMember{.room = RoomId(request.room_id()), .user = UserId(request.user_id())},
      SeqOf<v1::InviteMemberResponse>, std::move(done));
}

void RoomCalls::RemoveMember(const auth::Identity& identity, const v1::RemoveMemberRequest& request,
                             Done<v1::RemoveMemberResponse> done) const {
  RunWrite<v1::RemoveMemberResponse>(
      identity, CommandIdOf(request.command_id()),
      chat::RemoveMember{.room = RoomId(request.room_id()), .user = UserId(request.user_id())},
      SeqOf<v1::RemoveMemberResponse>, std::move(done));
}

void RoomCalls::OpenDirectRoom(const auth::Identity& identity, const v1::OpenDirectRoomRequest& request,
                               Done<v1::OpenDirectRoomResponse> done) const {
  RunWrite<v1::OpenDirectRoomResponse>(identity, CommandIdOf(request.command_id()),
                                       ToCommand(request, identity.user, services_.limits),
                                       RoomFor<v1::OpenDirectRoomResponse>(identity.user), std::move(done));
}

}  // namespace conclave::session
