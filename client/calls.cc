#include "client/calls.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "client/backoff.h"
#include "client/errors.h"
#include "conclave/v1/directory.grpc.pb.h"
#include "conclave/v1/history.grpc.pb.h"
#include "conclave/v1/room.grpc.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "server/core/refusal.h"

namespace conclave::client {
namespace {

constexpr std::uint32_t kPageSize = 500;
// The delay between tries grows to this many times the first.
constexpr int kMaxRetryFactor = 10;

using ChannelRef = std::shared_ptr<grpc::Channel>;

bool IsRateLimit(const absl::Status& status) { return ReasonOf(status) == v1::REASON_RATE_LIMITED; }

absl::Status Cancelled() { return absl::CancelledError("The call was given up here."); }

// An attempt that calls one method of a service with `request`.
template <typename Service, typename Request, typename Response>
auto Method(grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
            const Request& request, Response& response) {
  return [method, &request, &response](const ChannelRef& channel, grpc::ClientContext& context) {
    const auto stub = Service::NewStub(channel);
    response.Clear();
    return (stub.get()->*method)(&context, request, &response);
  };
}

template <typename Request>
Request RoomRequest(std::string command, RoomId room) {
  Request request;
  request.set_command_id(std::move(command));
  request.set_room_id(room.value());
  return request;
}

}  // namespace

Calls::Calls(std::shared_ptr<Connection> connection, CallOptions options, const Clock& clock, Random& random)
    : connection_(std::move(connection)), options_(options), clock_(clock), random_(random) {}

std::string Calls::IdBytes(const std::optional<CommandId>& command) {
  return std::string((command ? *command : MakeCommandId(clock_.NowUs(), random_)).bytes());
}

absl::Status Calls::Run(const Attempt& attempt) {
  const absl::Duration deadline = clock_.Monotonic() + options_.timeout;
  Backoff backoff({.base = options_.retry_base, .cap = options_.retry_base * kMaxRetryFactor}, random_);
  for (int tries = 1;; ++tries) {
    absl::Status status = RunOnce(attempt, std::max(deadline - clock_.Monotonic(), absl::Milliseconds(1)));
    if (status.code() != absl::StatusCode::kUnavailable && !IsRateLimit(status)) return status;
    const std::optional<v1::Error> error = TypedError(status);
    const absl::Duration delay = backoff.Next(error ? RetryAfter(*error) : absl::ZeroDuration());
    if (tries >= options_.attempts || clock_.Monotonic() + delay >= deadline) return status;
    Pause(delay);
  }
}

absl::Status Calls::RunOnce(const Attempt& attempt, absl::Duration timeout) {
  const auto context = std::make_shared<grpc::ClientContext>();
  context->set_deadline(std::chrono::system_clock::now() + absl::ToChronoMicroseconds(timeout));
  {
    MutexLock lock(mu_);
    if (cancelled_) return Cancelled();
    under_way_.push_back(context);
  }
  const ChannelRef channel = connection_->Channel();
  absl::Status status = ToStatus(attempt(channel, *context));
  {
    MutexLock lock(mu_);
    std::erase(under_way_, context);
    if (cancelled_ && !status.ok()) return Cancelled();
  }
  if (status.code() == absl::StatusCode::kUnavailable && !IsRateLimit(status)) connection_->Renew(channel);
  return status;
}

void Calls::Pause(absl::Duration time) {
  MutexLock lock(mu_);
  if (!cancelled_) ended_.WaitFor(mu_, time);
}

void Calls::Cancel() {
  std::vector<std::shared_ptr<grpc::ClientContext>> under_way;
  {
    MutexLock lock(mu_);
    cancelled_ = true;
    under_way = under_way_;
    ended_.SignalAll();
  }
  for (const auto& context : under_way) context->TryCancel();
}

absl::StatusOr<std::vector<v1::Room>> Calls::ListRooms() {
  std::vector<v1::Room> rooms;
  v1::ListRoomsRequest request;
  request.set_page_size(kPageSize);
  for (;;) {
    v1::ListRoomsResponse response;
    absl::Status status = Run(Method<v1::RoomService>(&v1::RoomService::Stub::ListRooms, request, response));
    if (!status.ok()) return status;
    for (v1::Room& room : *response.mutable_rooms()) rooms.push_back(std::move(room));
    if (response.next_cursor() == 0) return rooms;
    request.set_cursor(response.next_cursor());
  }
}

absl::StatusOr<std::vector<v1::Room>> Calls::FindRooms(std::string_view query) {
  std::vector<v1::Room> rooms;
  v1::FindRoomsRequest request;
  request.set_query(std::string(query));
  request.set_page_size(kPageSize);
  for (;;) {
    v1::FindRoomsResponse response;
    absl::Status status = Run(Method<v1::RoomService>(&v1::RoomService::Stub::FindRooms, request, response));
    if (!status.ok()) return status;
    for (v1::Room& room : *response.mutable_rooms()) rooms.push_back(std::move(room));
    if (response.next_cursor().empty()) return rooms;
    request.set_cursor(response.next_cursor());
  }
}

absl::StatusOr<v1::Room> Calls::GetRoom(RoomId room) {
  v1::GetRoomRequest request;
  v1::GetRoomResponse response;
  request.set_room_id(room.value());
  absl::Status status = Run(Method<v1::RoomService>(&v1::RoomService::Stub::GetRoom, request, response));
  if (!status.ok()) return status;
  return std::move(*response.mutable_room());
}

absl::StatusOr<v1::Room> Calls::GetRoomByName(std::string_view name) {
  v1::GetRoomRequest request;
  v1::GetRoomResponse response;
  request.set_name(std::string(name));
  absl::Status status = Run(Method<v1::RoomService>(&v1::RoomService::Stub::GetRoom, request, response));
  if (!status.ok()) return status;
  return std::move(*response.mutable_room());
}

absl::StatusOr<v1::Room> Calls::CreateRoom(std::string_view name, v1::RoomKind kind, std::string_view topic,
                                           std::optional<CommandId> command) {
  v1::CreateRoomRequest request;
  v1::CreateRoomResponse response;
  request.set_command_id(IdBytes(command));
  request.set_name(std::string(name));
  request.set_kind(kind);
  request.set_topic(std::string(topic));
  absl::Status status = Run(Method<v1::RoomService>(&v1::RoomService::Stub::CreateRoom, request, response));
  if (!status.ok()) return status;
  return std::move(*response.mutable_room());
}

absl::StatusOr<Seq> Calls::JoinRoom(RoomId room, std::optional<CommandId> command) {
  const auto request = RoomRequest<v1::JoinRoomRequest>(IdBytes(command), room);
  v1::JoinRoomResponse response;
  absl::Status status = Run(Method<v1::RoomService>(&v1::RoomService::Stub::JoinRoom, request, response));
  if (!status.ok()) return status;
  return response.seq();
}

absl::StatusOr<Seq> Calls::LeaveRoom(RoomId room, std::optional<CommandId> command) {
  const auto request = RoomRequest<v1::LeaveRoomRequest>(IdBytes(command), room);
  v1::LeaveRoomResponse response;
  absl::Status status = Run(Method<v1::RoomService>(&v1::RoomService::Stub::LeaveRoom, request, response));
  if (!status.ok()) return status;
  return response.seq();
}

absl::StatusOr<Seq> Calls::InviteMember(RoomId room, UserId user, std::optional<CommandId> command) {
  auto request = RoomRequest<v1::InviteMemberRequest>(IdBytes(command), room);
  v1::InviteMemberResponse response;
  request.set_user_id(user.value());
  absl::Status status = Run(Method<v1::RoomService>(&v1::RoomService::Stub::InviteMember, request, response));
  if (!status.ok()) return status;
  return response.seq();
}

absl::StatusOr<Seq> Calls::RemoveMember(RoomId room, UserId user, std::optional<CommandId> command) {
  auto request = RoomRequest<v1::RemoveMemberRequest>(IdBytes(command), room);
  v1::RemoveMemberResponse response;
  request.set_user_id(user.value());
  absl::Status status = Run(Method<v1::RoomService>(&v1::RoomService::Stub::RemoveMember, request, response));
  if (!status.ok()) return status;
  return response.seq();
}

absl::StatusOr<std::vector<v1::Member>> Calls::ListMembers(RoomId room) {
  std::vector<v1::Member> members;
  v1::ListMembersRequest request;
  request.set_room_id(room.value());
  request.set_page_size(kPageSize);
  for (;;) {
    v1::ListMembersResponse response;
    absl::Status status = Run(Method<v1::RoomService>(&v1::RoomService::Stub::ListMembers, request, response));
    if (!status.ok()) return status;
    for (v1::Member& member : *response.mutable_members()) members.push_back(std::move(member));
    if (response.next_cursor() == 0) return members;
    request.set_cursor(response.next_cursor());
  }
}

absl::StatusOr<v1::Room> Calls::OpenDirectRoom(std::span<const UserId> users, std::optional<CommandId> command) {
  v1::OpenDirectRoomRequest request;
  v1::OpenDirectRoomResponse response;
  request.set_command_id(IdBytes(command));
  for (const UserId user : users) request.add_user_ids(user.value());
  absl::Status status = Run(Method<v1::RoomService>(&v1::RoomService::Stub::OpenDirectRoom, request, response));
  if (!status.ok()) return status;
  return std::move(*response.mutable_room());
}

absl::StatusOr<v1::GetHistoryResponse> Calls::GetHistory(const HistoryQuery& query) {
  v1::GetHistoryRequest request;
  v1::GetHistoryResponse response;
  request.set_room_id(query.room.value());
  if (query.direction == PageDirection::kBefore) request.set_before_seq(query.bound);
  if (query.direction == PageDirection::kAfter) request.set_after_seq(query.bound);
  request.set_limit(query.limit);
  request.set_min_as_of_seq(query.min_as_of);
  absl::Status status = Run(Method<v1::HistoryService>(&v1::HistoryService::Stub::GetHistory, request, response));
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<std::vector<v1::User>> Calls::GetUsers(std::span<const UserId> ids) {
  v1::GetUsersRequest request;
  v1::GetUsersResponse response;
  for (const UserId id : ids) request.add_user_ids(id.value());
  absl::Status status = Run(Method<v1::DirectoryService>(&v1::DirectoryService::Stub::GetUsers, request, response));
  if (!status.ok()) return status;
  return std::vector<v1::User>(response.users().begin(), response.users().end());
}

absl::StatusOr<v1::User> Calls::GetUserByName(std::string_view name) {
  v1::GetUsersRequest request;
  v1::GetUsersResponse response;
  request.add_names(std::string(name));
  absl::Status status = Run(Method<v1::DirectoryService>(&v1::DirectoryService::Stub::GetUsers, request, response));
  if (!status.ok()) return status;
  if (response.users().empty()) return Refuse(v1::REASON_USER_NOT_FOUND, "There is no such user.");
  return std::move(*response.mutable_users(0));
}

absl::StatusOr<bool> Calls::CheckHealth(std::string_view service) {
  using grpc::health::v1::Health;
  grpc::health::v1::HealthCheckRequest request;
  grpc::health::v1::HealthCheckResponse response;
  request.set_service(std::string(service));
  absl::Status status = Run(Method<Health>(&Health::Stub::Check, request, response));
  if (!status.ok()) return status;
  return response.status() == grpc::health::v1::HealthCheckResponse::SERVING;
}

}  // namespace conclave::client
