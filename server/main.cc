#include <pthread.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "server/core/thread.h"
#include "server/data_dir.h"
#include "server/make_identity.h"
#include "server/ops/config.h"
#include "server/ops/log.h"
#include "server/rpc/admin_client.h"
#include "server/rpc/grpc_log.h"
#include "server/server.h"
#include "server/setup.h"
#include "server/version.h"

namespace conclave {
namespace {

constexpr int kFailure = 1;

int Fail(const absl::Status& status) {
  std::cerr << "conclaved: " << status.message() << "\n";
  return kFailure;
}

int Init(const SetupOptions& options) {
  const auto report = Initialise(options);
  if (!report.ok()) return Fail(report.status());
  for (const std::string& action : report->actions) std::cout << action << "\n";
  std::cout << "Next: conclaved run --data-dir " << options.data_dir.string() << "\n";
  return 0;
}

struct RunOptions {
  std::filesystem::path data_dir;
  std::string listen;
};

// Signals are taken by sigwait, so that what they cause runs on an ordinary thread.
sigset_t EndingSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

int WaitFor(const sigset_t& signals) {
  int signal = 0;
  while (sigwait(&signals, &signal) != 0) {
  }
  return signal;
}

void DrainUntilSecondSignal(Server& server, const sigset_t& signals, absl::Duration deadline) {
  std::thread second = StartThread("signals", [&server, &signals] {
    WaitFor(signals);
    server.Hurry();
  });
  server.Drain(deadline);
  // Wakes the thread if no second signal came.
  pthread_kill(second.native_handle(), SIGTERM);
  second.join();
}

int Run(const RunOptions& options) {
  const sigset_t signals = EndingSignals();
  // Before any thread is made, so that all inherit it.
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  rpc::RedirectGrpcLog([](bool is_error, std::string_view message) {
    ops::Log(is_error ? ops::LogLevel::kWarning : ops::LogLevel::kDebug, "grpc", message);
  });

  const DataDir dir(options.data_dir);
  auto config = ops::Config::FromFile(dir.config());
  if (absl::IsNotFound(config.status())) {
    return Fail(absl::NotFoundError("There is no server in " + dir.path().string() + " yet: " + dir.InitCommand()));
  }
  if (!config.ok()) return Fail(config.status());
  if (!options.listen.empty()) config->listen.main = options.listen;
  ops::SetLogLevel(config->log.level);

  auto server = Server::Create(options.data_dir, *config);
  if (!server.ok()) return Fail(server.status());
  std::cerr << "Listening main " << (*server)->main_address() << "\n";
  if (const std::string metrics = (*server)->metrics_address(); !metrics.empty()) {
    std::cerr << "Listening metrics " << metrics << "\n";
  }
  std::cerr << "Ready: " << config->name << " (conclaved " << kVersion << ")\n" << std::flush;

  WaitFor(signals);
  ops::Log(ops::LogLevel::kInfo, "server", "draining", {{"deadline", config->drain.deadline}});
  DrainUntilSecondSignal(**server, signals, config->drain.deadline);
  ops::Log(ops::LogLevel::kInfo, "server", "stopped");
  return 0;
}

int MakeIdentityVerb(const MakeIdentityOptions& options) {
  const auto identity = MakeIdentity(options);
  if (!identity.ok()) return Fail(identity.status());
  std::cout << "Made the identity of " << options.user << " on " << options.device << " in " << options.out.string()
            << " (user " << identity->user << ", device " << identity->device << ").\n";
  return 0;
}

int Metrics(const std::filesystem::path& data_dir) {
  const DataDir dir(data_dir);
  const auto text = rpc::GetMetrics(dir.admin_socket());
  if (absl::IsUnavailable(text.status())) {
    return Fail(absl::UnavailableError("No server runs on " + dir.path().string() + "."));
  }
  if (!text.ok()) return Fail(text.status());
  std::cout << *text << std::flush;
  return 0;
}

int Main(int argc, char** argv) {
  CLI::App app("The Conclave chat server.", "conclaved");
  app.require_subcommand(1);
  app.set_version_flag("--version", kVersion);

  SetupOptions setup;
  std::string name;
  CLI::App& init = *app.add_subcommand("init", "Set up a data directory; adds to one that is there");
  init.add_option("--data-dir", setup.data_dir, "Where everything is kept")->required();
  init.add_option("--name", name, "Name of the server, for people");
  init.add_option("--address", setup.addresses, "HOST[:PORT] by which clients reach it; repeatable");

  RunOptions run_options;
  CLI::App& run = *app.add_subcommand("run", "Run the server");
  run.add_option("--data-dir", run_options.data_dir, "Where everything is kept")->required();
  run.add_option("--listen", run_options.listen, "HOST:PORT to listen on, in place of listen.main");

  MakeIdentityOptions identity;
  CLI::App& make_identity = *app.add_subcommand("make-identity", "Register a device and sign its certificate");
  make_identity.add_option("--data-dir", identity.data_dir, "Of the server")->required();
  make_identity.add_option("--user", identity.user, "Name of the user")->required();
  make_identity.add_option("--device", identity.device, "Name of the device")->capture_default_str();
  make_identity.add_option("--out", identity.out, "Identity directory to make")->required();
  make_identity.add_option("--server", identity.server, "HOST:PORT the identity connects to");

  std::filesystem::path measured;
  CLI::App& metrics = *app.add_subcommand("metrics", "Print how full the running server is, and what it counted");
  metrics.add_option("--data-dir", measured, "Of the server")->required();

  CLI11_PARSE(app, argc, argv);
  if (init.parsed()) {
    if (init.count("--name") > 0) setup.name = name;
    return Init(setup);
  }
  if (metrics.parsed()) return Metrics(measured);
  return run.parsed() ? Run(run_options) : MakeIdentityVerb(identity);
}

}  // namespace
}  // namespace conclave

int main(int argc, char** argv) { return conclave::Main(argc, argv); }
