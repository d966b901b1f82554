#ifndef CONCLAVE_SERVER_RPC_UNARY_H_
#define CONCLAVE_SERVER_RPC_UNARY_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "server/auth/identity.h"
#include "server/core/refusal.h"
#include "server/rpc/byte_buffer.h"
#include "server/rpc/peer.h"
#include "server/rpc/services.h"
#include "server/rpc/status.h"
#include "server/session/calls.h"

namespace conclave::rpc {

// A unary call from bytes to bytes: finds out who calls, checks the size, parses, and lets `call(identity, request,
// done)` answer with a Response, or with one that is encoded already (std::string). Called and finished without
// blocking.
template <typename Request, typename Response, typename Call>
grpc::ServerUnaryReactor* ServeUnary(grpc::CallbackServerContext* context, const Services& services,
                                     const grpc::ByteBuffer* bytes, grpc::ByteBuffer* answer, Call call) {
  services.connections.NoteCall(context->peer());
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const auto refuse = [reactor](const absl::Status& status) {
    reactor->Finish(ToGrpc(status));
    return reactor;
  };
  const auto identity = PeerIdentity(*context, services.server.trust_domain);
  if (!identity.ok()) return refuse(identity.status());
  if (bytes->Length() > services.limits.request_bytes) {
    return refuse(Refuse(v1::REASON_TOO_LARGE, "The request is too large.",
                         {.limit = "limits.request_bytes", .limit_value = services.limits.request_bytes}));
  }
  Request request;
  grpc::ByteBuffer copy(*bytes);
  if (!Parse(copy, request)) {
    return refuse(
        Refuse(v1::REASON_MALFORMED, "This is not a request: its encoding is broken, or a text in it is not UTF-8."));
  }
  call(*identity, request, [reactor, answer](absl::StatusOr<Response> response) {
    if (!response.ok()) {
      reactor->Finish(ToGrpc(response.status()));
      return;
    }
    if constexpr (std::is_same_v<Response, std::string>) {
      *answer = ToByteBuffer(*response);
    } else {
      *answer = ToByteBuffer(response->SerializeAsString());
    }
    reactor->Finish(grpc::Status::OK);
  });
  return reactor;
}

}  // namespace conclave::rpc

#endif  // CONCLAVE_SERVER_RPC_UNARY_H_
