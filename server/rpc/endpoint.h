#ifndef CONCLAVE_SERVER_RPC_ENDPOINT_H_
#define CONCLAVE_SERVER_RPC_ENDPOINT_H_

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/core/limits.h"
#include "server/log/committer.h"
#include "server/rpc/acceptor.h"
#include "server/rpc/connection_table.h"
#include "server/rpc/health_service.h"
#include "server/session/services.h"

namespace conclave::rpc {

// PEM texts.
struct TlsFiles {
  std::string key;
  std::string certificate;
  // Whose certificates clients must have.
  std::string authority;
};

struct EndpointOptions {
  // host:port or [address]:port; port 0 is any that is free.
  std::string address;
  TlsFiles tls;
  bool reflection = false;
  // How many descriptors the process may have (RaiseDescriptorLimit).
  std::size_t descriptors = 1024;
};

// The door to the network: the services of the contract and grpc.health.v1 behind mutual TLS, and nothing else. A
// client without a certificate from the authority fails in the handshake. Connections are accepted by a thread of its
// own, which holds them to the limits. Owned by the server; shut down before it is destroyed.
class Endpoint {
 public:
  // UNAVAILABLE when the address cannot be listened on.
  static absl::StatusOr<std::unique_ptr<Endpoint>> Open(const EndpointOptions& options,
                                                        const session::Services& services);
  ~Endpoint();

  // Where it listens, with the port it got.
  [[nodiscard]] const std::string& address() const { return address_; }
  // What health checks say, for the server as a whole and for each service.
  void SetServing(bool serving);
  // Takes no new connections; those there are go on.
  void StopAccepting();
  // Takes no new calls, waits for those under way until `timeout`, then cancels them, and cuts connections that hold
  // them up. Not from a gRPC thread.
  void Shutdown(absl::Duration timeout);

  [[nodiscard]] ConnectionCounts connection_counts() const { return connections_.counts(); }

 private:
  Endpoint(const ConnectionLimits& limits, const Clock& clock);

  void AddServices(grpc::ServerBuilder& builder, const session::Services& services);

  std::string address_;
  ConnectionTable connections_;
  HealthService health_;
  // Outlive the server that serves them.
  std::vector<std::unique_ptr<grpc::Service>> services_;
  // Outlives the server, whose connections it ends.
  std::unique_ptr<Acceptor> acceptor_;
  std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> entrance_;
  std::unique_ptr<grpc::Server> server_;
};

// Administration on a UNIX socket, for whoever may open it (its owner). Same life as an Endpoint.
class AdminEndpoint {
 public:
  static absl::StatusOr<std::unique_ptr<AdminEndpoint>> Open(const std::filesystem::path& socket,
                                                             log::Committer& committer,
                                                             std::function<std::string()> metrics);
  ~AdminEndpoint();

 private:
  AdminEndpoint();

  std::unique_ptr<grpc::Service> service_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace conclave::rpc

#endif  // CONCLAVE_SERVER_RPC_ENDPOINT_H_
