#ifndef CONCLAVE_SERVER_RPC_STATUS_H_
#define CONCLAVE_SERVER_RPC_STATUS_H_

#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace conclave::rpc {

// The one place where statuses become gRPC's: the code and text of the typed error, and the error itself in
// grpc-status-details-bin as a StatusDetails.
grpc::Status ToGrpc(const absl::Status& status);

}  // namespace conclave::rpc

#endif  // CONCLAVE_SERVER_RPC_STATUS_H_
