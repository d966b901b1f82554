// Health and reflection, as any gRPC tool asks for them.
#include <gmock/gmock.h>

#include "grpc/health/v1/health.grpc.pb.h"
#include "grpc/reflection/v1alpha/reflection.grpc.pb.h"
#include "tests/support/scenario.h"

namespace conclave::testing {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

class HealthTest : public Scenario {
 protected:
  std::shared_ptr<grpc::Channel> Channel() {
    const Identity& identity = IdentityOf("alice");
    Arrives("alice");
    return OpenChannel(server().address(), identity);
  }

  static grpc::Status Check(const std::shared_ptr<grpc::Channel>& channel, const std::string& service,
                            HealthCheckResponse& response) {
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    HealthCheckRequest request;
    request.set_service(service);
    return grpc::health::v1::Health::NewStub(channel)->Check(&context, request, &response);
  }

  static std::vector<std::string> ReflectedServices(const std::shared_ptr<grpc::Channel>& channel) {
    using namespace grpc::reflection::v1alpha;  // NOLINT: the messages of one service
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    const auto stub = ServerReflection::NewStub(channel);
    const auto stream = stub->ServerReflectionInfo(&context);
    ServerReflectionRequest request;
    request.set_list_services("*");
    stream->Write(request);
    ServerReflectionResponse response;
    std::vector<std::string> names;
    while (stream->Read(&response)) {
      for (const auto& service : response.list_services_response().service()) names.push_back(service.name());
      stream->WritesDone();
    }
    const grpc::Status status = stream->Finish();
    EXPECT_TRUE(status.ok() || status.error_code() == grpc::StatusCode::UNIMPLEMENTED) << status.error_message();
    return names;
  }
};

TEST_F(HealthTest, CheckSaysServingForTheServerAndItsServices) {
  const auto channel = Channel();
  for (const char* service : {"", "conclave.v1.ChatService"}) {
    HealthCheckResponse response;
    EXPECT_TRUE(Check(channel, service, response).ok()) << service;
    EXPECT_EQ(response.status(), HealthCheckResponse::SERVING) << service;
  }
  HealthCheckResponse response;
  EXPECT_EQ(Check(channel, "no.such.Service", response).error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(HealthTest, WatchSaysServingAndThenNotServingWhenTheServerDrains) {
  const auto stub = grpc::health::v1::Health::NewStub(Channel());
  grpc::ClientContext context;
  context.set_wait_for_ready(true);
  const auto stream = stub->Watch(&context, HealthCheckRequest());
  HealthCheckResponse response;
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::SERVING);
  server().Terminate();
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(server().WaitForExit(), Exit{.code = 0});
}

TEST_F(HealthTest, ReflectionIsOffUnlessConfigured) { EXPECT_THAT(ReflectedServices(Channel()), IsEmpty()); }

TEST_F(HealthTest, ReflectionByConfigurationListsTheServices) {
  server().Configure("reflection", "true");
  const std::vector<std::string> services = ReflectedServices(Channel());
  for (const char* name : {"conclave.v1.ChatService", "conclave.v1.RoomService", "conclave.v1.HistoryService",
                           "conclave.v1.DirectoryService"}) {
    EXPECT_THAT(services, Contains(name));
  }
  EXPECT_THAT(services, Not(Contains("conclave.admin.v1alpha1.AdminService")));
}

}  // namespace
}  // namespace conclave::testing
