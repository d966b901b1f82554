#include "tests/support/caller.h"

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "server/core/clock.h"
#include "server/core/random.h"
#include "server/core/strings.h"
#include "tests/support/chat_stream.h"
#include "tests/support/patience.h"

namespace conclave::testing {

Refusal::Refusal(std::string_view who, std::string_view what, v1::Error error)
    : std::runtime_error(absl::StrCat(ToAbsl(who), ": ", ToAbsl(what), ": ", error.ShortDebugString())),
      error_(std::move(error)) {}

v1::Error RefusalOf(const std::function<void()>& act) {
  try {
    act();
  } catch (const Refusal& refusal) {
    return refusal.error();
  }
  return {};
}

v1::Reason ReasonOf(const std::function<void()>& act) { return RefusalOf(act).reason(); }

v1::Error ErrorOf(const grpc::Status& status) {
  v1::StatusDetails details;
  v1::Error error;
  if (details.ParseFromString(status.error_details()) && details.details_size() == 1 &&
      details.details(0).UnpackTo(&error) && error.code() == static_cast<int>(status.error_code())) {
    return error;
  }
  return {};
}

std::string NewCommandId() { return std::string(MakeCommandId(SystemClock().NowUs(), SystemRandom()).bytes()); }

Caller::Caller(const Identity& identity, const std::string& address, Witness& witness)
    : witness_(witness),
      channel_(OpenChannel(address, identity)),
      rooms_(v1::RoomService::NewStub(channel_)),
      history_(v1::HistoryService::NewStub(channel_)),
      directory_(v1::DirectoryService::NewStub(channel_)) {}

v1::Room Caller::Creates(v1::RoomKind kind, const std::string& name, const std::string& topic) {
  v1::CreateRoomRequest request;
  request.set_command_id(NewCommandId());
  request.set_kind(kind);
  request.set_name(name);
  request.set_topic(topic);
  return Calls(request).room();
}

Seq Caller::Joins(RoomId room) {
  v1::JoinRoomRequest request;
  request.set_command_id(NewCommandId());
  request.set_room_id(room.value());
  return Calls(request).seq();
}

Seq Caller::Leaves(RoomId room) {
  v1::LeaveRoomRequest request;
  request.set_command_id(NewCommandId());
  request.set_room_id(room.value());
  return Calls(request).seq();
}

Seq Caller::Invites(RoomId room, UserId user) {
  v1::InviteMemberRequest request;
  request.set_command_id(NewCommandId());
  request.set_room_id(room.value());
  request.set_user_id(user.value());
  return Calls(request).seq();
}

Seq Caller::Removes(RoomId room, UserId user) {
  v1::RemoveMemberRequest request;
  request.set_command_id(NewCommandId());
  request.set_room_id(room.value());
  request.set_user_id(user.value());
  return Calls(request).seq();
}

v1::Room Caller::OpensDirectRoomWith(const std::vector<UserId>& users) {
  v1::OpenDirectRoomRequest request;
  request.set_command_id(NewCommandId());
  for (const UserId user : users) request.add_user_ids(user.value());
  return Calls(request).room();
}

v1::Room Caller::LooksAt(RoomId room) {
  v1::GetRoomRequest request;
  request.set_room_id(room.value());
  return Call(*rooms_, &v1::RoomService::Stub::GetRoom, request).room();
}

v1::Room Caller::LooksFor(const std::string& name) {
  v1::GetRoomRequest request;
  request.set_name(name);
  return Call(*rooms_, &v1::RoomService::Stub::GetRoom, request).room();
}

std::vector<v1::Room> Caller::ListsRooms() {
  std::vector<v1::Room> rooms;
  v1::ListRoomsRequest request;
  do {
    const v1::ListRoomsResponse page = Call(*rooms_, &v1::RoomService::Stub::ListRooms, request);
    rooms.insert(rooms.end(), page.rooms().begin(), page.rooms().end());
    request.set_cursor(page.next_cursor());
  } while (request.cursor() != 0);
  return rooms;
}

std::vector<v1::Room> Caller::FindsRooms(const std::string& query) {
  std::vector<v1::Room> rooms;
  v1::FindRoomsRequest request;
  request.set_query(query);
  do {
    const v1::FindRoomsResponse page = Call(*rooms_, &v1::RoomService::Stub::FindRooms, request);
    rooms.insert(rooms.end(), page.rooms().begin(), page.rooms().end());
    request.set_cursor(page.next_cursor());
  } while (!request.cursor().empty());
  return rooms;
}

std::vector<v1::Member> Caller::ListsMembers(RoomId room) {
  std::vector<v1::Member> members;
  v1::ListMembersRequest request;
  request.set_room_id(room.value());
  do {
    const v1::ListMembersResponse page = Call(*rooms_, &v1::RoomService::Stub::ListMembers, request);
    members.insert(members.end(), page.members().begin(), page.members().end());
    request.set_cursor(page.next_cursor());
  } while (request.cursor() != 0);
  return members;
}

std::vector<v1::User> Caller::AsksFor(const v1::GetUsersRequest& request) {
  const v1::GetUsersResponse response = Call(*directory_, &v1::DirectoryService::Stub::GetUsers, request);
  return {response.users().begin(), response.users().end()};
}

v1::GetHistoryResponse Caller::ReadsPage(const v1::GetHistoryRequest& request) {
  return Call(*history_, &v1::HistoryService::Stub::GetHistory, request);
}

std::vector<v1::RoomEvent> Caller::ReadsHistory(RoomId room, std::vector<v1::Gap>* gaps) {
  std::vector<v1::RoomEvent> events;
  v1::GetHistoryRequest request;
  request.set_room_id(room.value());
  request.set_after_seq(0);
  request.set_limit(500);
  for (bool more = true; more;) {
    const v1::GetHistoryResponse page = ReadsPage(request);
    for (const v1::Event& event : page.events()) events.push_back(event.room_event());
    if (gaps != nullptr) gaps->insert(gaps->end(), page.gaps().begin(), page.gaps().end());
    more = page.more();
    if (more && page.next_seq() <= request.after_seq()) throw std::runtime_error("a page of history does not advance");
    request.set_after_seq(page.next_seq());
  }
  return events;
}

v1::CreateRoomResponse Caller::Calls(const v1::CreateRoomRequest& request) {
  return CallWriting<v1::CreateRoomResponse>(
      request, [&] { return Call(*rooms_, &v1::RoomService::Stub::CreateRoom, request); });
}

v1::JoinRoomResponse Caller::Calls(const v1::JoinRoomRequest& request) {
  return CallWriting<v1::JoinRoomResponse>(request,
                                           [&] { return Call(*rooms_, &v1::RoomService::Stub::JoinRoom, request); });
}

v1::LeaveRoomResponse Caller::Calls(const v1::LeaveRoomRequest& request) {
  return CallWriting<v1::LeaveRoomResponse>(request,
                                            [&] { return Call(*rooms_, &v1::RoomService::Stub::LeaveRoom, request); });
}

v1::InviteMemberResponse Caller::Calls(const v1::InviteMemberRequest& request) {
  return CallWriting<v1::InviteMemberResponse>(
      request, [&] { return Call(*rooms_, &v1::RoomService::Stub::InviteMember, request); });
}

v1::RemoveMemberResponse Caller::Calls(const v1::RemoveMemberRequest& request) {
  return CallWriting<v1::RemoveMemberResponse>(
      request, [&] { return Call(*rooms_, &v1::RoomService::Stub::RemoveMember, request); });
}

v1::OpenDirectRoomResponse Caller::Calls(const v1::OpenDirectRoomRequest& request) {
  return CallWriting<v1::OpenDirectRoomResponse>(
      request, [&] { return Call(*rooms_, &v1::RoomService::Stub::OpenDirectRoom, request); });
}

template <typename Request, typename Response, typename Stub>
Response Caller::Call(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                      const Request& request) {
  const std::string& what = Request::descriptor()->name();
  const auto deadline = std::chrono::system_clock::now() + absl::ToChronoSeconds(Patience());
  for (;;) {
    grpc::ClientContext context;
    context.set_deadline(deadline);
    context.set_wait_for_ready(true);
    Response response;
    const grpc::Status status = (stub.*method)(&context, request, &response);
    if (status.ok()) return response;
    if (const v1::Error error = ErrorOf(status); error.reason() != v1::REASON_UNSPECIFIED) {
      throw Refusal(witness_.name(), what, error);
    }
    if (status.error_code() != grpc::StatusCode::UNAVAILABLE) {
      throw std::runtime_error(
          absl::StrCat(witness_.name(), ": ", what, ": ", status.error_code(), " ", status.error_message()));
    }
  }
}

template <typename Response, typename Request, typename Act>
Response Caller::CallWriting(const Request& request, const Act& act) {
  witness_.Note(record::Called{request.command_id()});
  try {
    const Response response = act();
    if constexpr (requires { response.seq(); }) {
      witness_.Note(record::Acked{request.command_id(), RoomId(request.room_id()), response.seq(), std::nullopt});
    }
    return response;
  } catch (const Refusal& refusal) {
    witness_.Note(record::Refused{request.command_id(), refusal.error().reason()});
    throw;
  }
}

}  // namespace conclave::testing
