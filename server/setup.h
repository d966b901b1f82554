#ifndef CONCLAVE_SERVER_SETUP_H_
#define CONCLAVE_SERVER_SETUP_H_

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/core/clock.h"

namespace conclave {

// What `conclaved init` was asked for.
struct SetupOptions {
  std::filesystem::path data_dir;
  // Of the server; the configuration's default when absent.
  std::optional<std::string> name;
  // How clients reach it: HOST, HOST:PORT or [ADDRESS]:PORT. A port is that of listen.main, and the same in all.
  std::vector<std::string> addresses;
};

struct SetupReport {
  // What was done, and what was left though asked for: a sentence each.
  std::vector<std::string> actions;
  std::string trust_domain;
  // The names and addresses in the server's certificate.
  std::vector<std::string> hosts;
};

// Makes a data directory (layout: data_dir.h) with configuration, certificate authority, and the server's key and
// certificate, or completes and renews one. What is there is never overwritten but for the server's certificate: it is
// made again, for the same key, when it lacks a name that was asked for (now or in the configuration) or is not, or not
// for long, of use; names it has are kept. So clients' certificates stay valid. Several may run at once, also beside a
// server; a crash leaves nothing half made. Errors are one sentence.
absl::StatusOr<SetupReport> Initialise(const SetupOptions& options, const Clock& clock = SystemClock());

}  // namespace conclave

#endif  // CONCLAVE_SERVER_SETUP_H_
