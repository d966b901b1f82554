#ifndef CONCLAVE_SERVER_RPC_PEER_H_
#define CONCLAVE_SERVER_RPC_PEER_H_

#include <grpcpp/server_context.h>

#include <string_view>

#include "absl/status/statusor.h"
#include "server/auth/identity.h"

namespace conclave::rpc {

// Who the certificate of the connection says the peer is. NO_IDENTITY when it does not.
absl::StatusOr<auth::Identity> PeerIdentity(const grpc::CallbackServerContext& context, std::string_view trust_domain);

}  // namespace conclave::rpc

#endif  // CONCLAVE_SERVER_RPC_PEER_H_
