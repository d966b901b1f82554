#ifndef CONCLAVE_SERVER_OPS_METRICS_H_
#define CONCLAVE_SERVER_OPS_METRICS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "server/core/limits.h"

namespace conclave::ops {

// How full the server is at a moment, and how much it has done since it began.
struct Gauges {
  // Of clients: all, and those that have made no call yet.
  std::size_t connections = 0;
  std::size_t handshakes = 0;
  std::size_t streams = 0;
  // Waiting in the live lanes of all connections.
  std::size_t outbox_bytes = 0;
  std::size_t tail_bytes = 0;
  std::size_t commit_queue = 0;
  std::size_t commit_queue_bytes = 0;
  // Of calls and greetings, and of catching up.
  std::size_t read_queue = 0;
  std::size_t read_queue_bytes = 0;
  std::size_t catch_up_queue = 0;
  std::size_t catch_up_queue_bytes = 0;
  // Segments waiting for the threads that deliver.
  std::size_t fanout_queue_bytes = 0;
  // Devices and rooms whose token bucket is not full.
  std::size_t rate_limit_keys = 0;
  std::uint64_t wal_bytes = 0;
  // The store takes commits.
  bool healthy = true;

  std::uint64_t connections_accepted = 0;
  // Times that accepting paused: the server was full, shed load, or the system had no descriptors or memory.
  std::uint64_t accept_pauses = 0;
  // Connections cut because a call had been given up and did not end.
  std::uint64_t connections_cut = 0;
  std::uint64_t commands = 0;
  std::uint64_t commits = 0;
  std::uint64_t wal_restarts = 0;
};

// Asked for the gauges whenever somebody reads the metrics, on the reader's thread.
using Sampler = std::function<Gauges()>;

// All metrics in the text format of Prometheus: the gauges, the limits, and what ProcessTally() has counted.
std::string RenderMetrics(const Gauges& gauges, const Limits& limits);

// Serves the metrics over HTTP at /metrics. It has two threads of its own. Owned by the server.
class MetricsEndpoint {
 public:
  // `address` is an IPv4 loopback address and port; port 0 is any that is free. `sample` is called until the endpoint
  // is gone. UNAVAILABLE when the address cannot be listened on.
  static absl::StatusOr<std::unique_ptr<MetricsEndpoint>> Open(const std::string& address, Sampler sample,
                                                               const Limits& limits);
  ~MetricsEndpoint();

  // Where it listens, with the port it got.
  [[nodiscard]] const std::string& address() const { return address_; }

 private:
  class Server;

  MetricsEndpoint(std::string address, std::unique_ptr<Server> server);

  const std::string address_;
  const std::unique_ptr<Server> server_;
};

}  // namespace conclave::ops

#endif  // CONCLAVE_SERVER_OPS_METRICS_H_
