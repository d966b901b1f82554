#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "absl/synchronization/mutex.h"
#include "bench/naive/naive_service.h"
#include "server/server_credential.h"

namespace conclave::bench {
namespace {

std::shared_ptr<grpc::ServerCredentials> MutualTls(const ServerCredential& credential) {
  grpc::SslServerCredentialsOptions options(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_root_certs = credential.authority_pem;
  options.pem_key_cert_pairs.push_back({credential.key_pem, credential.cert_pem});
  return grpc::SslServerCredentials(options);
}

int Main(int argc, char** argv) {
  CLI::App app("The chat server one writes first, to measure against.", "conclave_bench_naive");
  std::filesystem::path data_dir;
  app.add_option("--data-dir", data_dir, "Of a Conclave server: its certificates are used")->required();
  std::uint64_t room = 1;
  app.add_option("--room", room, "Number of its one room")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  // Before any thread is made, so that all inherit it.
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);

  const auto credential = LoadServerCredential(data_dir);
  if (!credential.ok()) {
    std::cerr << "conclave_bench_naive: " << credential.status().message() << "\n";
    return 1;
  }
  NaiveService service(room);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", MutualTls(*credential), &port);
  builder.RegisterService(&service);
  const auto server = builder.BuildAndStart();
  if (!server) return 1;
  std::cerr << "Listening main 127.0.0.1:" << port << "\nReady: naive\n" << std::flush;
  int received = 0;
  sigwait(&signals, &received);
  server->Shutdown(std::chrono::system_clock::now());
  return 0;
}

}  // namespace
}  // namespace conclave::bench

int main(int argc, char** argv) { return conclave::bench::Main(argc, argv); }
