#include <functional>
#include <string>
#include <utility>

#include "conclave/admin/v1alpha1/admin.grpc.pb.h"
#include "server/rpc/services.h"
#include "server/rpc/status.h"
#include "server/session/admin_calls.h"

namespace conclave::rpc {
namespace {

namespace admin = conclave::admin::v1alpha1;

class AdminService final : public admin::AdminService::CallbackService {
 public:
  AdminService(log::Committer& committer, std::function<std::string()> metrics)
      : calls_(committer), metrics_(std::move(metrics)) {}

  grpc::ServerUnaryReactor* AddDevice(grpc::CallbackServerContext* context, const admin::AddDeviceRequest* request,
                                      admin::AddDeviceResponse* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    calls_.AddDevice(*request, [reactor, response](absl::StatusOr<admin::AddDeviceResponse> answer) {
      if (answer.ok()) *response = *answer;
      reactor->Finish(ToGrpc(answer.status()));
    });
    return reactor;
  }

  grpc::ServerUnaryReactor* GetMetrics(grpc::CallbackServerContext* context,
                                       const admin::GetMetricsRequest* /*request*/,
                                       admin::GetMetricsResponse* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    response->set_text(metrics_());
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  const session::AdminCalls calls_;
  const std::function<std::string()> metrics_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeAdminService(log::Committer& committer, std::function<std::string()> metrics) {
  return std::make_unique<AdminService>(committer, std::move(metrics));
}

}  // namespace conclave::rpc
