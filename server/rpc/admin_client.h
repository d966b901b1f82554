#ifndef CONCLAVE_SERVER_RPC_ADMIN_CLIENT_H_
#define CONCLAVE_SERVER_RPC_ADMIN_CLIENT_H_

#include <filesystem>
#include <string>

#include "absl/status/statusor.h"
#include "conclave/admin/v1alpha1/admin.pb.h"

namespace conclave::rpc {

// Asks the running server behind `socket`. UNAVAILABLE when there is none; else the server's refusal.
absl::StatusOr<admin::v1alpha1::AddDeviceResponse> AddDevice(const std::filesystem::path& socket,
                                                             const admin::v1alpha1::AddDeviceRequest& request);

// The metrics of the running server, as text. UNAVAILABLE when there is none.
absl::StatusOr<std::string> GetMetrics(const std::filesystem::path& socket);

}  // namespace conclave::rpc

#endif  // CONCLAVE_SERVER_RPC_ADMIN_CLIENT_H_
