#include <algorithm>

#include "bench/load/crowd.h"
#include "bench/load/figures.h"
#include "bench/load/pacer.h"
#include "bench/load/progress.h"
#include "bench/load/reader.h"
#include "bench/load/runs.h"
#include "bench/load/sender.h"
#include "server/core/refusal.h"

namespace conclave::bench {
namespace {

struct Received {
  Histogram latency;
  Nanos last = 0;
  std::uint64_t count = 0;
  std::uint64_t behind = 0;
};

Received Sum(const Crowd<Reader>& readers) {
  Received sum;
  for (const auto& reader : readers) {
    const Deliveries deliveries = reader->deliveries();
    sum.latency.Add(deliveries.latency);
    sum.last = std::max(sum.last, deliveries.last);
    sum.count += deliveries.count;
    sum.behind += deliveries.behind;
  }
  return sum;
}

std::uint64_t CountOf(const Crowd<Reader>& readers) {
  std::uint64_t count = 0;
  for (const auto& reader : readers) count += reader->count();
  return count;
}

absl::Status WaitForAcks(const Crowd<Sender>& senders, std::uint64_t messages) {
  const auto acked = [&] {
    std::uint64_t unanswered = 0;
    for (const auto& sender : senders) unanswered += sender->unanswered();
    return messages - unanswered;
  };
  return WaitForCount(messages, acked, [&] { return senders.Problems(); });
}

}  // namespace

absl::StatusOr<nlohmann::json> RunFanout(const LoadOptions& load, const FanoutOptions& options) {
  Crowd<Sender> senders(load);
  Crowd<Reader> readers(load);
  CONCLAVE_RETURN_IF_ERROR(senders.Join(0, options.senders, load.room));
  CONCLAVE_RETURN_IF_ERROR(readers.Join(options.senders, options.readers, load.room));

  const CpuMeter cpu(load.server_process);
  const Nanos begin = NowNanos();
  Pace(begin, options.rate, options.messages,
       [&](std::uint64_t index, Nanos planned) { senders[index % senders.size()].SendAt(planned); });
  const Nanos sent = NowNanos();
  const std::uint64_t wanted = options.messages * options.readers;
  CONCLAVE_RETURN_IF_ERROR(WaitForCount(
      wanted, [&] { return CountOf(readers); }, [&] { return readers.Problems(); }));
  CONCLAVE_RETURN_IF_ERROR(WaitForAcks(senders, options.messages));
  const double server_seconds = cpu.server_seconds();
  const double own_seconds = cpu.own_seconds();

  const Received received = Sum(readers);
  Histogram acks;
  for (const auto& sender : senders) acks.Add(sender->acks().latency);
  const double seconds = static_cast<double>(received.last - begin) / 1e9;
  return nlohmann::json{{"messages", options.messages},
                        {"readers", options.readers},
                        {"planned_per_second", options.rate},
                        {"deliveries", received.count},
                        {"wanted", wanted},
                        {"seconds", seconds},
                        {"planning_seconds", static_cast<double>(sent - begin) / 1e9},
                        {"deliveries_per_second", static_cast<double>(received.count) / seconds},
                        {"server_cpu_seconds", server_seconds},
                        {"load_cpu_seconds", own_seconds},
                        {"deliveries_per_server_cpu_second", static_cast<double>(received.count) / server_seconds},
                        {"delivery", Quantiles(received.latency)},
                        {"ack", Quantiles(acks)},
                        {"behind_notices", received.behind}};
}

}  // namespace conclave::bench
