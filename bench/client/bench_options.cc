#include "bench/client/bench_options.h"

#include <CLI/CLI.hpp>

namespace conclave::desktop {

std::optional<BenchOptions> ParseBenchOptions(int argc, char** argv, int& status) {
  BenchOptions options;
  CLI::App app("Measures the desktop window; run by bench/client.py.", "conclave_bench_client");
  app.add_option("scenario", options.scenario,
                 "floor, fill, send, start, arrive, scroll, jump, switch, memory or idle.")
      ->required();
  app.add_option("--identity", options.identity, "An identity's folder.");
  app.add_option("--server", options.server, "HOST:PORT.");
  app.add_option("--profile", options.profile, "The window's folder.");
  app.add_option("--began", options.began_ms, "When this process was started: CLOCK_MONOTONIC in milliseconds.");
  app.add_option("--seconds", options.seconds, "How long.");
  app.add_option("--rate", options.rate, "Messages a second.");
  app.add_option("--messages", options.messages, "How many messages, over all rooms.");
  app.add_option("--rooms", options.rooms, "In how many rooms.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    status = app.exit(error);
    return std::nullopt;
  }
  return options;
}

}  // namespace conclave::desktop
