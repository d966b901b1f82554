#ifndef CONCLAVE_TESTS_SUPPORT_CALLER_H_
#define CONCLAVE_TESTS_SUPPORT_CALLER_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "conclave/v1/directory.grpc.pb.h"
#include "conclave/v1/history.grpc.pb.h"
#include "conclave/v1/room.grpc.pb.h"
#include "tests/support/history.h"
#include "tests/support/server_process.h"

namespace conclave::testing {

// What was to succeed was refused.
class Refusal : public std::runtime_error {
 public:
  Refusal(std::string_view who, std::string_view what, v1::Error error);
  [[nodiscard]] const v1::Error& error() const { return error_; }

 private:
  v1::Error error_;
};

// With what `act` is refused; an error without a reason when it is not.
v1::Error RefusalOf(const std::function<void()>& act);
v1::Reason ReasonOf(const std::function<void()>& act);

// The typed error in the details of a failed call; one without a reason when there is none.
v1::Error ErrorOf(const grpc::Status& status);

// A client-made id nobody made before.
std::string NewCommandId();

// One user on one device making the calls beside the stream, over a connection of its own. A verb throws Refusal when
// it is refused with a typed error and std::runtime_error for every other failure. Writing calls are told to the
// witness. Thread-safe.
class Caller {
 public:
  // `witness` outlives the caller.
  Caller(const Identity& identity, const std::string& address, Witness& witness);

  v1::Room Creates(v1::RoomKind kind, const std::string& name, const std::string& topic = "");
  Seq Joins(RoomId room);
  Seq Leaves(RoomId room);
  Seq Invites(RoomId room, UserId user);
  Seq Removes(RoomId room, UserId user);
  v1::Room OpensDirectRoomWith(const std::vector<UserId>& users);

  v1::Room LooksAt(RoomId room);
  v1::Room LooksFor(const std::string& name);
  std::vector<v1::Room> ListsRooms();
  std::vector<v1::Room> FindsRooms(const std::string& query);
  std::vector<v1::Member> ListsMembers(RoomId room);
  std::vector<v1::User> AsksFor(const v1::GetUsersRequest& request);
  v1::GetHistoryResponse ReadsPage(const v1::GetHistoryRequest& request);
  // Every event of the room that this user gets, by pages forward; `gaps` gets the numbers left out.
  std::vector<v1::RoomEvent> ReadsHistory(RoomId room, std::vector<v1::Gap>* gaps = nullptr);

  // Calls that take what they are given, for retries and for requests that are to be refused.
  v1::CreateRoomResponse Calls(const v1::CreateRoomRequest& request);
  v1::JoinRoomResponse Calls(const v1::JoinRoomRequest& request);
  v1::LeaveRoomResponse Calls(const v1::LeaveRoomRequest& request);
  v1::InviteMemberResponse Calls(const v1::InviteMemberRequest& request);
  v1::RemoveMemberResponse Calls(const v1::RemoveMemberRequest& request);
  v1::OpenDirectRoomResponse Calls(const v1::OpenDirectRoomRequest& request);

 private:
  template <typename Request, typename Response, typename Stub>
  Response Call(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                const Request& request);
  // Tells the witness before and after what the server says.
  template <typename Response, typename Request, typename Act>
  Response CallWriting(const Request& request, const Act& act);

  Witness& witness_;
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<v1::RoomService::Stub> rooms_;
  const std::unique_ptr<v1::HistoryService::Stub> history_;
  const std::unique_ptr<v1::DirectoryService::Stub> directory_;
};

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_SUPPORT_CALLER_H_
