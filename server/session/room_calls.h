#ifndef CONCLAVE_SERVER_SESSION_ROOM_CALLS_H_
#define CONCLAVE_SERVER_SESSION_ROOM_CALLS_H_

#include "conclave/v1/room.pb.h"
#include "server/session/calls.h"

namespace conclave::session {

// RoomService, without gRPC: what each call does is said in proto/conclave/v1/room.proto. Thread-safe.
class RoomCalls : public Calls {
 public:
  using Calls::Calls;

  void ListRooms(const auth::Identity& identity, const v1::ListRoomsRequest& request,
                 Done<v1::ListRoomsResponse> done) const;
  void FindRooms(const auth::Identity& identity, const v1::FindRoomsRequest& request,
                 Done<v1::FindRoomsResponse> done) const;
  void GetRoom(const auth::Identity& identity, const v1::GetRoomRequest& request, Done<v1::GetRoomResponse> done) const;
  void ListMembers(const auth::Identity& identity, const v1::ListMembersRequest& request,
                   Done<v1::ListMembersResponse> done) const;

  void CreateRoom(const auth::Identity& identity, const v1::CreateRoomRequest& request,
                  Done<v1::CreateRoomResponse> done) const;
  void JoinRoom(const auth::Identity& identity, const v1::JoinRoomRequest& request,
                Done<v1::JoinRoomResponse> done) const;
  void LeaveRoom(const auth::Identity& identity, const v1::LeaveRoomRequest& request,
                 Done<v1::LeaveRoomResponse> done) const;
  void InviteMember(const auth::Identity& identity, const v1::InviteMemberRequest& request,
                    Done<v1::InviteMemberResponse> done) const;
  void RemoveMember(const auth::Identity& identity, const v1::RemoveMemberRequest& request,
                    Done<v1::RemoveMemberResponse> done) const;
  void OpenDirectRoom(const auth::Identity& identity, const v1::OpenDirectRoomRequest& request,
                      Done<v1::OpenDirectRoomResponse> done) const;
};

}  // namespace conclave::session

#endif  // CONCLAVE_SERVER_SESSION_ROOM_CALLS_H_
