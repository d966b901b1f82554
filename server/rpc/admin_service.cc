#include "conclave/admin/v1alpha1/admin.grpc.pb.h"
#include "server/rpc/services.h"
#include "server/rpc/status.h"
#include "server/session/admin_calls.h"

namespace conclave::rpc {
namespace {

namespace admin = conclave::admin::v1alpha1;

class AdminService final : public admin::AdminService::CallbackService {
 public:
  explicit AdminService(log::Committer& committer) : calls_(committer) {}

  grpc::ServerUnaryReactor* AddDevice(grpc::CallbackServerContext* context, const admin::AddDeviceRequest* request,
                                      admin::AddDeviceResponse* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    calls_.AddDevice(*request, [reactor, response](absl::StatusOr<admin::AddDeviceResponse> answer) {
      if (answer.ok()) *response = *answer;
      reactor->Finish(ToGrpc(answer.status()));
    });
    return reactor;
  }

 private:
  const session::AdminCalls calls_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeAdminService(log::Committer& committer) {
  return std::make_unique<AdminService>(committer);
}

}  // namespace conclave::rpc
