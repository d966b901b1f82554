#include "server/session/history_calls.h"

#include "conclave/v1/history.grpc.pb.h"
#include "server/rpc/services.h"
#include "server/rpc/unary.h"

namespace conclave::rpc {
namespace {

class HistoryService final : public v1::HistoryService::WithRawCallbackMethod_GetHistory<v1::HistoryService::Service> {
 public:
  explicit HistoryService(const Services& services) : services_(services), calls_(services) {}

  grpc::ServerUnaryReactor* GetHistory(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                       grpc::ByteBuffer* response) override {
    return ServeUnary<v1::GetHistoryRequest, std::string>(
        context, services_, request, response, [this](const auto&... arguments) { calls_.GetHistory(arguments...); });
  }

 private:
  const Services services_;
  const session::HistoryCalls calls_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeHistoryService(const Services& services) {
  return std::make_unique<HistoryService>(services);
}

}  // namespace conclave::rpc
