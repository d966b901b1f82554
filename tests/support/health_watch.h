#ifndef CONCLAVE_TESTS_SUPPORT_HEALTH_WATCH_H_
#define CONCLAVE_TESTS_SUPPORT_HEALTH_WATCH_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "grpc/health/v1/health.grpc.pb.h"
#include "tests/support/server_process.h"

namespace conclave::testing {

// Watches what the server says of its health, over a connection of its own. Confined to the test's thread.
class HealthWatch {
 public:
  using Status = grpc::health::v1::HealthCheckResponse;

  HealthWatch(const std::string& address, const Identity& identity);
  ~HealthWatch();

  // Returns when it says that; throws std::runtime_error when patience runs out.
  void Says(Status::ServingStatus status);

 private:
  grpc::ClientContext context_;
  const std::unique_ptr<grpc::health::v1::Health::Stub> stub_;
  const std::unique_ptr<grpc::ClientReader<Status>> stream_;
};

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_SUPPORT_HEALTH_WATCH_H_
