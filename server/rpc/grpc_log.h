#ifndef CONCLAVE_SERVER_RPC_GRPC_LOG_H_
#define CONCLAVE_SERVER_RPC_GRPC_LOG_H_

#include <functional>
#include <string_view>

namespace conclave::rpc {

// Hands what gRPC logs to `sink`, called on any thread; `is_error` tells errors from the rest. Errors only, unless
// GRPC_VERBOSITY asks for more. Once, before gRPC is used.
void RedirectGrpcLog(std::function<void(bool is_error, std::string_view message)> sink);

}  // namespace conclave::rpc

#endif  // CONCLAVE_SERVER_RPC_GRPC_LOG_H_
