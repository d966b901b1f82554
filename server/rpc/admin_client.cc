#include "server/rpc/admin_client.h"

#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <chrono>

#include "absl/strings/str_cat.h"
#include "conclave/admin/v1alpha1/admin.grpc.pb.h"

namespace conclave::rpc {

absl::StatusOr<admin::v1alpha1::AddDeviceResponse> AddDevice(const std::filesystem::path& socket,
                                                             const admin::v1alpha1::AddDeviceRequest& request) {
  const auto channel =
      grpc::CreateChannel(absl::StrCat("unix:", socket.string()), grpc::experimental::LocalCredentials(UDS));
  const auto stub = admin::v1alpha1::AdminService::NewStub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  admin::v1alpha1::AddDeviceResponse response;
  const grpc::Status status = stub->AddDevice(&context, request, &response);
  if (!status.ok()) return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  return response;
}

}  // namespace conclave::rpc
