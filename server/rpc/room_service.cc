#include "conclave/v1/room.grpc.pb.h"
#include "server/rpc/services.h"
#include "server/rpc/unary.h"
#include "server/session/room_calls.h"

namespace conclave::rpc {
namespace {

using v1::RoomService;

// Every method takes and gives bytes.
template <typename Base>
using RawMethods = RoomService::WithRawCallbackMethod_ListRooms<
    RoomService::WithRawCallbackMethod_FindRooms<RoomService::WithRawCallbackMethod_GetRoom<
        RoomService::WithRawCallbackMethod_CreateRoom<RoomService::WithRawCallbackMethod_JoinRoom<
            RoomService::WithRawCallbackMethod_LeaveRoom<RoomService::WithRawCallbackMethod_InviteMember<
                RoomService::WithRawCallbackMethod_RemoveMember<RoomService::WithRawCallbackMethod_ListMembers<
                    RoomService::WithRawCallbackMethod_OpenDirectRoom<Base>>>>>>>>>>;

class RoomServiceImpl final : public RawMethods<RoomService::Service> {
 public:
  explicit RoomServiceImpl(const Services& services) : services_(services), calls_(services) {}

  grpc::ServerUnaryReactor* ListRooms(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                      grpc::ByteBuffer* response) override {
    return Serve(&session::RoomCalls::ListRooms, context, request, response);
  }

  grpc::ServerUnaryReactor* FindRooms(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                      grpc::ByteBuffer* response) override {
    return Serve(&session::RoomCalls::FindRooms, context, request, response);
  }

  grpc::ServerUnaryReactor* GetRoom(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                    grpc::ByteBuffer* response) override {
    return Serve(&session::RoomCalls::GetRoom, context, request, response);
  }

  grpc::ServerUnaryReactor* CreateRoom(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                       grpc::ByteBuffer* response) override {
    return Serve(&session::RoomCalls::CreateRoom, context, request, response);
  }

  grpc::ServerUnaryReactor* JoinRoom(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                     grpc::ByteBuffer* response) override {
    return Serve(&session::RoomCalls::JoinRoom, context, request, response);
  }

  grpc::ServerUnaryReactor* LeaveRoom(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                      grpc::ByteBuffer* response) override {
    return Serve(&session::RoomCalls::LeaveRoom, context, request, response);
  }

  grpc::ServerUnaryReactor* InviteMember(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                         grpc::ByteBuffer* response) override {
    return Serve(&session::RoomCalls::InviteMember, context, request, response);
  }

  grpc::ServerUnaryReactor* RemoveMember(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                         grpc::ByteBuffer* response) override {
    return Serve(&session::RoomCalls::RemoveMember, context, request, response);
  }

  grpc::ServerUnaryReactor* ListMembers(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                        grpc::ByteBuffer* response) override {
    return Serve(&session::RoomCalls::ListMembers, context, request, response);
  }

  grpc::ServerUnaryReactor* OpenDirectRoom(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* response) override {
    return Serve(&session::RoomCalls::OpenDirectRoom, context, request, response);
  }

 private:
  // Request and response types follow from the handler's own.
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Serve(void (session::RoomCalls::*handler)(const auth::Identity&, const Request&,
                                                                      session::Done<Response>) const,
                                  grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                  grpc::ByteBuffer* response) const {
    return ServeUnary<Request, Response>(
        context, services_, request, response,
        [this, handler](const auto&... arguments) { (calls_.*handler)(arguments...); });
  }

  const Services services_;
  const session::RoomCalls calls_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeRoomService(const Services& services) {
  return std::make_unique<RoomServiceImpl>(services);
}

}  // namespace conclave::rpc
