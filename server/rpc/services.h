#ifndef CONCLAVE_SERVER_RPC_SERVICES_H_
#define CONCLAVE_SERVER_RPC_SERVICES_H_

#include <grpcpp/impl/service_type.h>

#include <functional>
#include <memory>
#include <string>

#include "server/log/committer.h"
#include "server/rpc/connection_table.h"
#include "server/session/services.h"

namespace conclave::rpc {

// What the services stand on; everything outlives them.
struct Services : session::Services {
  ConnectionTable& connections;
};

// The services of the contract (proto/conclave/v1), each a few lines per method: who calls, a handler in session/, the
// answer. They take and give bytes, so that what cannot be parsed meets a typed error too.
std::unique_ptr<grpc::Service> MakeChatService(const Services& services);
std::unique_ptr<grpc::Service> MakeRoomService(const Services& services);
std::unique_ptr<grpc::Service> MakeHistoryService(const Services& services);
std::unique_ptr<grpc::Service> MakeDirectoryService(const Services& services);

// Administration, for the UNIX socket in the data directory only: it asks nobody who he is.
// `metrics` makes their text.
std::unique_ptr<grpc::Service> MakeAdminService(log::Committer& committer, std::function<std::string()> metrics);

}  // namespace conclave::rpc

#endif  // CONCLAVE_SERVER_RPC_SERVICES_H_
