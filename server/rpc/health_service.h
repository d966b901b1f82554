#ifndef CONCLAVE_SERVER_RPC_HEALTH_SERVICE_H_
#define CONCLAVE_SERVER_RPC_HEALTH_SERVICE_H_

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "server/core/mutex.h"
#include "server/rpc/connection_table.h"

namespace conclave::rpc {

// grpc.health.v1.Health for the server ("") and the services it is told of. gRPC's own would do, but its calls are seen
// by nobody, and a connection without a call is cut. Thread-safe; owned by the endpoint, outlives its server.
class HealthService final : public grpc::health::v1::Health::CallbackService {
 public:
  HealthService(std::vector<std::string> services, ConnectionTable& connections);
  ~HealthService() override;

  // Of all of them; told to everybody who watches.
  void SetServing(bool serving);
  // Ends every Watch; there are none from now on.
  void Shutdown();

  grpc::ServerUnaryReactor* Check(grpc::CallbackServerContext* context,
                                  const grpc::health::v1::HealthCheckRequest* request,
                                  grpc::health::v1::HealthCheckResponse* response) override;
  grpc::ServerWriteReactor<grpc::health::v1::HealthCheckResponse>* Watch(
      grpc::CallbackServerContext* context, const grpc::health::v1::HealthCheckRequest* request) override;

 private:
  class Watcher;
  using Status = grpc::health::v1::HealthCheckResponse::ServingStatus;

  [[nodiscard]] Status Now() const;
  [[nodiscard]] std::vector<std::shared_ptr<Watcher>> Watchers() const ABSL_LOCKS_EXCLUDED(mu_);
  void Remove(const std::shared_ptr<Watcher>& watcher);

  const std::vector<std::string> services_;
  ConnectionTable& connections_;
  std::atomic<bool> serving_{false};

  mutable Mutex mu_;
  bool shut_down_ ABSL_GUARDED_BY(mu_) = false;
  absl::flat_hash_set<std::shared_ptr<Watcher>> watchers_ ABSL_GUARDED_BY(mu_);
};

}  // namespace conclave::rpc

#endif  // CONCLAVE_SERVER_RPC_HEALTH_SERVICE_H_
