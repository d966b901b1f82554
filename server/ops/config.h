#ifndef CONCLAVE_SERVER_OPS_CONFIG_H_
#define CONCLAVE_SERVER_OPS_CONFIG_H_

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/core/limits.h"
#include "server/ops/log_line.h"

namespace conclave::ops {

// The port of a server that was not told another.
inline constexpr std::uint16_t kDefaultPort = 7443;
// The port of metrics that were not told another.
inline constexpr std::uint16_t kDefaultMetricsPort = 9464;

// How the server is set up. Each member is a key of the configuration file under the same name (config_keys.h); what
// the command line says comes before the file, and the file before these defaults. A plain value.
struct Config {
  // Shown to people.
  std::string name = "Conclave";
  // Names and IP addresses by which clients reach the server, for its certificate.
  std::vector<std::string> addresses;
  // Answer gRPC's reflection service.
  bool reflection = false;
  // Threads for fan-out; 0: as many as suit the machine.
  std::size_t shards = 0;

  struct Listen {
    // Where clients with a certificate are served; port 0 is any that is free.
    std::string main = "127.0.0.1:7443";
    // Where this machine reads the metrics; empty for nowhere.
    std::string metrics;
  } listen;

  struct Logging {
    // Events below it are not written.
    LogLevel level = LogLevel::kInfo;
  } log;

  struct Drain {
    // How long a server that was told to stop waits for commands in flight.
    absl::Duration deadline = absl::Seconds(10);
  } drain;

  Limits limits;

  // The defaults and over them what a TOML file says. Its errors are one sentence, "<path>:<line>: …": INVALID_ARGUMENT
  // for what is not TOML, a key that does not exist (the nearest one is named), or a value outside what is allowed.
  // NOT_FOUND and other codes for a file that cannot be read.
  static absl::StatusOr<Config> FromFile(const std::filesystem::path& path);
  // The same of a text; `path` is for the errors.
  static absl::StatusOr<Config> FromText(std::string_view toml, std::string_view path);
};

// A configuration file that documents every key. Keys that have their default are commented out.
std::string RenderConfig(const Config& config);

}  // namespace conclave::ops

#endif  // CONCLAVE_SERVER_OPS_CONFIG_H_
