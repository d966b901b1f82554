#include "conclave/v1/directory.grpc.pb.h"
#include "server/rpc/services.h"
#include "server/rpc/unary.h"
#include "server/session/directory_calls.h"

namespace conclave::rpc {
namespace {

class DirectoryService final
    : public v1::DirectoryService::WithRawCallbackMethod_GetUsers<v1::DirectoryService::Service> {
 public:
  explicit DirectoryService(const Services& services) : services_(services), calls_(services) {}

  grpc::ServerUnaryReactor* GetUsers(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                     grpc::ByteBuffer* response) override {
    return ServeUnary<v1::GetUsersRequest, v1::GetUsersResponse>(
        context, services_, request, response, [this](const auto&... arguments) { calls_.GetUsers(arguments...); });
  }

 private:
  const Services services_;
  const session::DirectoryCalls calls_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeDirectoryService(const Services& services) {
  return std::make_unique<DirectoryService>(services);
}

}  // namespace conclave::rpc
