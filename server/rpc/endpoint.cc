#include "server/rpc/endpoint.h"

#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <grpcpp/server_builder.h>
#include <sys/stat.h>

#include <chrono>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "conclave/v1/chat.grpc.pb.h"
#include "conclave/v1/directory.grpc.pb.h"
#include "conclave/v1/history.grpc.pb.h"
#include "conclave/v1/room.grpc.pb.h"
#include "server/core/refusal.h"
#include "server/rpc/guarded_tls.h"
#include "server/rpc/reflection.h"
#include "server/rpc/services.h"

namespace conclave::rpc {
namespace {

// Above limits.request_bytes, so that a request a little too large meets our typed error, and far below gRPC's default.
constexpr int kMostReceived = 256 * 1024;

std::shared_ptr<grpc::ServerCredentials> MutualTls(const TlsFiles& files) {
  using grpc::experimental::IdentityKeyCertPair;
  const std::vector<IdentityKeyCertPair> pairs = {{.private_key = files.key, .certificate_chain = files.certificate}};
  const auto provider = std::make_shared<grpc::experimental::StaticDataCertificateProvider>(files.authority, pairs);
  grpc::experimental::TlsServerCredentialsOptions options(provider);
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  return grpc::experimental::TlsServerCredentials(options);
}

// Each argument with its reason; docs/threading.md and the measurements behind them are in docs/adr.
void SetArguments(grpc::ServerBuilder& builder) {
  // No probes for bandwidth: they cost a PING and its answer each, and let a reader that stalls hold megabytes.
  builder.AddChannelArgument("grpc.http2.bdp_probe", 0);
  // Chat texts are small; and a compressed request could grow without bound here.
  builder.AddChannelArgument("grpc.per_message_compression", 0);
  builder.AddChannelArgument("grpc.per_message_decompression", 0);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
  // Two servers must not share a port without knowing.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 100);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, 10'000);
  // A dead peer is noticed after 40 s; a client may ping every 10 s, also between calls.
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, 60'000);
  builder.SetMaxReceiveMessageSize(kMostReceived);
}

std::string WithPort(const std::string& address, int port) {
  return absl::StrCat(address.substr(0, address.rfind(':')), ":", port);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Endpoint>> Endpoint::Open(const EndpointOptions& options,
                                                         const session::Services& services) {
  std::unique_ptr<Endpoint> endpoint(new Endpoint());
  grpc::EnableDefaultHealthCheckService(true);
  if (options.reflection) {
    CONCLAVE_RETURN_IF_ERROR(EnableReflection());
  }
  GuardTlsConnections();
  grpc::ServerBuilder builder;
  SetArguments(builder);
  int port = 0;
  builder.AddListeningPort(options.address, MutualTls(options.tls), &port);
  endpoint->services_.push_back(MakeChatService(services));
  endpoint->services_.push_back(MakeRoomService(services));
  endpoint->services_.push_back(MakeHistoryService(services));
  endpoint->services_.push_back(MakeDirectoryService(services));
  for (const auto& service : endpoint->services_) builder.RegisterService(service.get());
  endpoint->server_ = builder.BuildAndStart();
  if (!endpoint->server_ || port == 0) {
    return absl::UnavailableError(absl::StrCat("Cannot listen on ", options.address,
                                               ": the port is taken, or the address is not this machine's."));
  }
  endpoint->address_ = WithPort(options.address, port);
  endpoint->SetServing(true);
  return endpoint;
}

Endpoint::Endpoint() = default;

Endpoint::~Endpoint() = default;

void Endpoint::SetServing(bool serving) {
  grpc::HealthCheckServiceInterface& health = *server_->GetHealthCheckService();
  for (const char* service : {v1::ChatService::service_full_name(), v1::RoomService::service_full_name(),
                              v1::HistoryService::service_full_name(), v1::DirectoryService::service_full_name()}) {
    health.SetServingStatus(service, serving);
  }
  health.SetServingStatus(serving);
}

void Endpoint::Shutdown(absl::Duration timeout) {
  server_->Shutdown(std::chrono::system_clock::now() + absl::ToChronoMicroseconds(timeout));
  server_->Wait();
}

absl::StatusOr<std::unique_ptr<AdminEndpoint>> AdminEndpoint::Open(const std::filesystem::path& socket,
                                                                   log::Committer& committer) {
  std::error_code ignored;
  // Whoever opens it owns the data directory, so what is there is left over.
  std::filesystem::remove(socket, ignored);
  std::unique_ptr<AdminEndpoint> endpoint(new AdminEndpoint());
  endpoint->service_ = MakeAdminService(committer);
  grpc::ServerBuilder builder;
  builder.AddListeningPort(absl::StrCat("unix:", socket.string()), grpc::experimental::LocalServerCredentials(UDS));
  builder.RegisterService(endpoint->service_.get());
  endpoint->server_ = builder.BuildAndStart();
  if (!endpoint->server_ || ::chmod(socket.c_str(), S_IRUSR | S_IWUSR) != 0) {
    return absl::UnavailableError(absl::StrCat("Cannot open the socket ", socket.string(),
                                               ": its path is too long, or its directory read-only."));
  }
  return endpoint;
}

AdminEndpoint::AdminEndpoint() = default;

AdminEndpoint::~AdminEndpoint() {
  if (server_) server_->Shutdown(std::chrono::system_clock::now());
}

}  // namespace conclave::rpc
