#include "server/ops/metric_families.h"

#include <google/protobuf/descriptor.h>

#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "conclave/v1/error.pb.h"
#include "server/core/tally.h"
#include "server/ops/config.h"
#include "server/ops/config_keys.h"
#include "server/ops/process_usage.h"

namespace conclave::ops {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

ClientMetric Value(MetricType type, double value) {
  ClientMetric metric;
  (type == MetricType::Counter ? metric.counter.value : metric.gauge.value) = value;
  return metric;
}

template <typename Number>
MetricFamily Gauge(std::string name, std::string help, Number value) {
  return {.name = std::move(name),
          .help = std::move(help),
          .type = MetricType::Gauge,
          .metric = {Value(MetricType::Gauge, static_cast<double>(value))}};
}

template <typename Number>
MetricFamily Counter(std::string name, std::string help, Number value) {
  return {.name = std::move(name),
          .help = std::move(help),
          .type = MetricType::Counter,
          .metric = {Value(MetricType::Counter, static_cast<double>(value))}};
}

void AddLabelled(MetricFamily& family, std::string label, std::string_view text, double value) {
  ClientMetric& metric = family.metric.emplace_back(Value(family.type, value));
  metric.label.push_back({.name = std::move(label), .value = std::string(text)});
}

// A limit as a number: bytes, a count, or seconds.
double NumberOf(const ConfigKey& key, Config& config) {
  if (const auto* size = std::get_if<SizeKey>(&key.kind)) return static_cast<double>(size->field(config));
  if (const auto* count = std::get_if<CountKey>(&key.kind)) return static_cast<double>(count->field(config));
  const auto* time = std::get_if<DurationKey>(&key.kind);
  return time != nullptr ? absl::ToDoubleSeconds(time->field(config)) : 0;
}

MetricFamily LimitValues(const Limits& limits) {
  MetricFamily family{.name = "conclave_limit",
                      .help = "The limits in force, in bytes, in number, or in seconds.",
                      .type = MetricType::Gauge,
                      .metric = {}};
  Config config{.limits = limits};
  for (const ConfigKey& key : ConfigKeys()) {
    if (key.Section() == "limits") AddLabelled(family, "limit", key.name, NumberOf(key, config));
  }
  return family;
}

MetricFamily LimitsReached() {
  MetricFamily family{.name = "conclave_limit_reached_total",
                      .help = "How often each limit was reached; docs/limits.md says what happens then.",
                      .type = MetricType::Counter,
                      .metric = {}};
  for (const std::string_view name : kLimitNames) {
    AddLabelled(family, "limit", name, static_cast<double>(ProcessTally().LimitReached(name)));
  }
  return family;
}

MetricFamily Refusals() {
  constexpr std::string_view kPrefix = "REASON_";
  MetricFamily family{.name = "conclave_refusals_total",
                      .help = "Commands, calls and streams that were refused, by reason.",
                      .type = MetricType::Counter,
                      .metric = {}};
  const auto* const reasons = v1::Reason_descriptor();
  for (int i = 0; i < reasons->value_count(); ++i) {
    const auto reason = static_cast<v1::Reason>(reasons->value(i)->number());
    if (reason == v1::REASON_UNSPECIFIED) continue;
    const std::string_view name = std::string_view(reasons->value(i)->name()).substr(kPrefix.size());
    AddLabelled(family, "reason", name, static_cast<double>(ProcessTally().Refusals(reason)));
  }
  return family;
}

MetricFamily ByClass(std::string name, std::string help, std::size_t interactive, std::size_t catch_up) {
  MetricFamily family{.name = std::move(name), .help = std::move(help), .type = MetricType::Gauge, .metric = {}};
  AddLabelled(family, "class", "interactive", static_cast<double>(interactive));
  AddLabelled(family, "class", "catch_up", static_cast<double>(catch_up));
  return family;
}

void AddProcess(std::vector<MetricFamily>& families) {
  const ProcessUsage usage = ReadProcessUsage();
  families.push_back(Counter("process_cpu_seconds_total", "Time on processors.", absl::ToDoubleSeconds(usage.cpu)));
  families.push_back(Gauge("process_resident_memory_bytes", "Memory that is really there.", usage.resident_bytes));
  families.push_back(Gauge("process_open_fds", "Descriptors in use.", usage.open_descriptors));
  families.push_back(Gauge("process_max_fds", "Descriptors there can be.", usage.most_descriptors));
}

}  // namespace

std::vector<MetricFamily> MakeMetricFamilies(const Gauges& gauges, const Limits& limits) {
  const Tally& tally = ProcessTally();
  std::vector<MetricFamily> families = {
      LimitsReached(),
      LimitValues(limits),
      Refusals(),
      Counter("conclave_commands_total", "Writing commands decided.", gauges.commands),
      Counter("conclave_commits_total", "Transactions that carried them.", gauges.commits),
      Counter("conclave_deliveries_total", "Events of rooms written to streams.", tally.deliveries()),
      Counter("conclave_writes_total", "Writes to streams that carried them.", tally.writes()),
      Gauge("conclave_connections", "Connections that are open.", gauges.connections),
      Gauge("conclave_handshakes", "Those of them that have made no call yet.", gauges.handshakes),
      Counter("conclave_connections_accepted_total", "Connections let in.", gauges.connections_accepted),
      Counter("conclave_accept_pauses_total", "Times that accepting paused.", gauges.accept_pauses),
      Counter("conclave_connections_cut_total", "Connections cut because a call did not end.", gauges.connections_cut),
      Gauge("conclave_streams", "Streams that are open.", gauges.streams),
      Gauge("conclave_outbox_bytes", "Waiting in all connections.", gauges.outbox_bytes),
      Gauge("conclave_tail_bytes", "Recent events in memory.", gauges.tail_bytes),
      Gauge("conclave_commit_queue", "Commands waiting to be written.", gauges.commit_queue),
      Gauge("conclave_commit_queue_bytes", "Their size.", gauges.commit_queue_bytes),
      ByClass("conclave_read_queue", "Reads waiting for the store.", gauges.read_queue, gauges.catch_up_queue),
      ByClass("conclave_read_queue_bytes", "Their size.", gauges.read_queue_bytes, gauges.catch_up_queue_bytes),
      Gauge("conclave_fanout_queue_bytes", "Segments waiting for the threads that deliver.", gauges.fanout_queue_bytes),
      Gauge("conclave_rate_limit_keys", "Devices and rooms whose token bucket is not full.", gauges.rate_limit_keys),
      Gauge("conclave_store_wal_bytes", "The store's log in use.", gauges.wal_bytes),
      Counter("conclave_store_wal_restarts_total", "How often it was too large and emptied.", gauges.wal_restarts),
      Gauge("conclave_healthy", "1 while the store takes commits.", gauges.healthy),
  };
  AddProcess(families);
  return families;
}

}  // namespace conclave::ops
