#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "absl/synchronization/mutex.h"
#include "bench/load/runs.h"

namespace conclave::bench {
namespace {

// A connection is a descriptor, and the usual limit is 1024.
void RaiseDescriptorLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

int Fail(const absl::Status& status) {
  std::cerr << "conclave_bench_load: " << status.message() << "\n";
  return 1;
}

int Print(const absl::StatusOr<nlohmann::json>& figures) {
  if (!figures.ok()) return Fail(figures.status());
  std::cout << *figures << std::endl;
  return 0;
}

int Main(int argc, char** argv) {
  CLI::App app("Load for benchmarks of a chat server.", "conclave_bench_load");
  app.require_subcommand(1);
  LoadOptions load;
  std::uint64_t room = 0;
  app.add_option("--identities", load.identities, "Directory of conclave_bench_prepare")->required();
  app.add_option("--server", load.server, "HOST:PORT")->required();
  app.add_option("--server-process", load.server_process, "Number of the server's process")->required();
  app.add_option("--room", room, "Number of the room")->required();

  FanoutOptions fanout;
  CLI::App& fanout_verb = *app.add_subcommand("fanout", "Messages of few to many readers");
  fanout_verb.add_option("--senders", fanout.senders)->capture_default_str();
  fanout_verb.add_option("--readers", fanout.readers)->capture_default_str();
  fanout_verb.add_option("--rate", fanout.rate, "Messages per second")->capture_default_str();
  fanout_verb.add_option("--messages", fanout.messages, "Messages in all")->capture_default_str();

  SendOptions send;
  CLI::App& send_verb = *app.add_subcommand("send", "Messages that nobody reads, and their acks");
  send_verb.add_option("--devices", send.devices)->capture_default_str();
  send_verb.add_option("--in-flight", send.in_flight, "Of each device")->capture_default_str();
  send_verb.add_option("--rate", send.rate, "Messages per second; 0: as fast as acks come")->capture_default_str();
  send_verb.add_option("--seconds", send.seconds)->capture_default_str();

  CLI::App& hold_verb = *app.add_subcommand("hold", "As many idle connections as standard input says");

  CLI11_PARSE(app, argc, argv);
  load.room = RoomId(room);
  RaiseDescriptorLimit();
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  if (fanout_verb.parsed()) return Print(RunFanout(load, fanout));
  if (send_verb.parsed()) return Print(RunSend(load, send));
  const absl::Status held = hold_verb.parsed() ? RunHold(load, std::cin) : absl::OkStatus();
  return held.ok() ? 0 : Fail(held);
}

}  // namespace
}  // namespace conclave::bench

int main(int argc, char** argv) { return conclave::bench::Main(argc, argv); }
