#include "server/rpc/admin_client.h"

#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conclave/admin/v1alpha1/admin.grpc.pb.h"

namespace conclave::rpc {

namespace {

using AdminStub = admin::v1alpha1::AdminService::Stub;

template <typename Request, typename Response>
absl::StatusOr<Response> Call(const std::filesystem::path& socket,
                              grpc::Status (AdminStub::*method)(grpc::ClientContext*, const Request&, Response*),
                              const Request& request) {
  const auto channel =
      grpc::CreateChannel(absl::StrCat("unix:", socket.string()), grpc::experimental::LocalCredentials(UDS));
  const auto stub = admin::v1alpha1::AdminService::NewStub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  Response response;
  const grpc::Status status = (stub.get()->*method)(&context, request, &response);
  if (!status.ok()) return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  return response;
}

}  // namespace

absl::StatusOr<admin::v1alpha1::AddDeviceResponse> AddDevice(const std::filesystem::path& socket,
                                                             const admin::v1alpha1::AddDeviceRequest& request) {
  return Call(socket, &AdminStub::AddDevice, request);
}

absl::StatusOr<std::string> GetMetrics(const std::filesystem::path& socket) {
  auto response = Call(socket, &AdminStub::GetMetrics, admin::v1alpha1::GetMetricsRequest());
  if (!response.ok()) return response.status();
  return std::move(*response->mutable_text());
}

}  // namespace conclave::rpc
