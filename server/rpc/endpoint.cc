#include "server/rpc/endpoint.h"

#include <grpcpp/resource_quota.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <grpcpp/server_builder.h>
#include <sys/stat.h>

#include <algorithm>
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
#include "server/rpc/connection_sweep.h"
#include "server/rpc/guarded_tls.h"
#include "server/rpc/reflection.h"
#include "server/rpc/services.h"

namespace conclave::rpc {
namespace {

// Above limits.request_bytes, so that a request a little too large meets our typed error, and far below gRPC's default.
constexpr int kMostReceived = 256 * 1024;
constexpr int kMostMetadata = 8 * 1024;

int Milliseconds(absl::Duration time) { return static_cast<int>(absl::ToInt64Milliseconds(time)); }

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

// Each with its reason; the measurements behind them are in docs/adr/0013-what-grpc-is-told.md.
void SetArguments(grpc::ServerBuilder& builder, const Limits& limits) {
  // No probes for bandwidth: they cost a PING and its answer each, and let a reader that stalls hold megabytes.
  builder.AddChannelArgument(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  // Chat texts are small; and a compressed request could grow without bound here. It is refused: UNIMPLEMENTED.
  builder.AddChannelArgument("grpc.per_message_compression", 0);
  builder.AddChannelArgument("grpc.per_message_decompression", 0);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
  // Channelz is for nobody here.
  builder.AddChannelArgument(GRPC_ARG_ENABLE_CHANNELZ, 0);
  // One conversation, one Watch, and the calls of a window that opens; a client's library lets others wait.
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 32);
  // What gRPC allows anyway, and no client of ours sends a twentieth of.
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMostMetadata);
  // TLS and the first frames of HTTP/2, however slowly the bytes come.
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, Milliseconds(limits.handshake_timeout));
  // A dead peer is noticed after 40 s; a client may ping every 10 s, also between calls.
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, 2);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, Milliseconds(limits.idle_timeout));
  builder.SetMaxReceiveMessageSize(kMostReceived);
}

// The last resort, when connections take several times what they were measured to: gRPC then ends streams. Generous,
// since it cannot choose whose.
void SetQuota(grpc::ServerBuilder& builder, std::size_t connections) {
  constexpr std::size_t kBase = 64 * 1024 * 1024;
  constexpr std::size_t kPerConnection = 256 * 1024;
  grpc::ResourceQuota quota("connections");
  builder.SetResourceQuota(quota.Resize(kBase + connections * kPerConnection));
}

// gRPC says goodbye to an idle connection first.
constexpr absl::Duration kGoodbye = absl::Seconds(30);

ConnectionLimits LimitsOf(const EndpointOptions& options, const Limits& limits) {
  return {.connections = std::min(limits.connections, options.descriptors - ReservedDescriptors(options.descriptors)),
          .per_address = limits.connections_per_address,
          .handshakes = limits.handshakes,
          .handshakes_per_address = limits.handshakes_per_address,
          .first_call = limits.first_call_timeout,
          .idle = limits.idle_timeout + kGoodbye,
          .handshake = limits.handshake_timeout};
}

std::vector<std::string> ServiceNames() {
  return {"", v1::ChatService::service_full_name(), v1::RoomService::service_full_name(),
          v1::HistoryService::service_full_name(), v1::DirectoryService::service_full_name()};
}

// Without them store, log and gRPC itself do not work.
constexpr std::size_t kLeastDescriptors = 128;
// What calls that were cancelled need to come to their end.
constexpr absl::Duration kToFinish = absl::Milliseconds(500);

std::string WithPort(const std::string& address, int port) {
  return absl::StrCat(address.substr(0, address.rfind(':')), ":", port);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Endpoint>> Endpoint::Open(const EndpointOptions& options,
                                                         const session::Services& services) {
  if (options.descriptors < kLeastDescriptors) {
    return absl::FailedPreconditionError(absl::StrCat("This process may have ", options.descriptors,
                                                      " open files; it needs at least ", kLeastDescriptors, "."));
  }
  if (options.reflection) {
    CONCLAVE_RETURN_IF_ERROR(EnableReflection());
  }
  GuardTlsConnections();
  CONCLAVE_ASSIGN_OR_RETURN(Listening listening, Listen(options.address));
  const ConnectionLimits limits = LimitsOf(options, services.limits);
  std::unique_ptr<Endpoint> endpoint(new Endpoint(limits, services.clock));
  endpoint->address_ = WithPort(options.address, listening.port);
  grpc::ServerBuilder builder;
  SetArguments(builder, services.limits);
  SetQuota(builder, limits.connections);
  endpoint->entrance_ = builder.experimental().AddExternalConnectionAcceptor(
      grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD, MutualTls(options.tls));
  endpoint->AddServices(builder, services);
  endpoint->server_ = builder.BuildAndStart();
  if (!endpoint->server_) return absl::InternalError("gRPC does not start.");
  endpoint->SetServing(true);
  endpoint->acceptor_ =
      std::make_unique<Acceptor>(std::move(listening), ReservedDescriptors(options.descriptors), endpoint->connections_,
                                 services.journal, [entrance = endpoint->entrance_.get()](int listener, int accepted) {
                                   grpc::experimental::ExternalConnectionAcceptor::NewConnectionParameters parameters;
                                   parameters.listener_fd = listener;
                                   parameters.fd = accepted;
                                   entrance->HandleNewConnection(&parameters);
                                 });
  // gRPC only logs what it is given before it runs and after it was shut down, and leaves it open.
  endpoint->acceptor_->Start();
  return endpoint;
}

Endpoint::Endpoint(const ConnectionLimits& limits, const Clock& clock)
    : connections_(limits, clock, CutSocket), health_(ServiceNames(), connections_) {}

Endpoint::~Endpoint() = default;

void Endpoint::AddServices(grpc::ServerBuilder& builder, const session::Services& services) {
  const Services ours{services, connections_};
  services_.push_back(MakeChatService(ours));
  services_.push_back(MakeRoomService(ours));
  services_.push_back(MakeHistoryService(ours));
  services_.push_back(MakeDirectoryService(ours));
  for (const auto& service : services_) builder.RegisterService(service.get());
  builder.RegisterService(&health_);
}

void Endpoint::SetServing(bool serving) { health_.SetServing(serving); }

void Endpoint::StopAccepting() { acceptor_->Close(); }

void Endpoint::Shutdown(absl::Duration timeout) {
  acceptor_->Close();
  acceptor_->CutAllAfter(timeout + kToFinish);
  health_.Shutdown();
  server_->Shutdown(std::chrono::system_clock::now() + absl::ToChronoMicroseconds(timeout));
  server_->Wait();
}

absl::StatusOr<std::unique_ptr<AdminEndpoint>> AdminEndpoint::Open(const std::filesystem::path& socket,
                                                                   log::Committer& committer,
                                                                   std::function<std::string()> metrics) {
  std::error_code ignored;
  // Whoever opens it owns the data directory, so what is there is left over.
  std::filesystem::remove(socket, ignored);
  std::unique_ptr<AdminEndpoint> endpoint(new AdminEndpoint());
  endpoint->service_ = MakeAdminService(committer, std::move(metrics));
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
