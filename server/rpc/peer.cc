#include "server/rpc/peer.h"

#include <string>
#include <vector>

namespace conclave::rpc {

absl::StatusOr<auth::Identity> PeerIdentity(const grpc::CallbackServerContext& context, std::string_view trust_domain) {
  std::vector<std::string> uris;
  for (const grpc::string_ref& uri : context.auth_context()->FindPropertyValues("peer_uri")) {
    uris.emplace_back(uri.data(), uri.size());
  }
  return auth::ParseIdentity(uris, trust_domain);
}

}  // namespace conclave::rpc
