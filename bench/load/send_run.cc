#include <algorithm>
#include <cmath>

#include "bench/load/crowd.h"
#include "bench/load/figures.h"
#include "bench/load/pacer.h"
#include "bench/load/progress.h"
#include "bench/load/runs.h"
#include "bench/load/sender.h"
#include "server/core/refusal.h"

namespace conclave::bench {
namespace {

// Returns when the last message was sent; `begin` is when the first one was.
void SendAll(const Crowd<Sender>& senders, const SendOptions& options, Nanos begin) {
  if (options.rate > 0) {
    const auto count = static_cast<std::uint64_t>(std::llround(options.rate * options.seconds));
    Pace(begin, options.rate, count,
         [&](std::uint64_t index, Nanos planned) { senders[index % senders.size()].SendAt(planned); });
    return;
  }
  const Nanos end = begin + static_cast<Nanos>(options.seconds * 1e9);
  for (const auto& sender : senders) sender->SendUntil(end);
  std::this_thread::sleep_for(std::chrono::nanoseconds(end - NowNanos()));
}

}  // namespace

absl::StatusOr<nlohmann::json> RunSend(const LoadOptions& load, const SendOptions& options) {
  Crowd<Sender> senders(load);
  CONCLAVE_RETURN_IF_ERROR(senders.Join(0, options.devices, load.room, options.in_flight));

  const CpuMeter cpu(load.server_process);
  const Nanos begin = NowNanos();
  SendAll(senders, options, begin);
  const auto idle = [&] {
    return static_cast<std::uint64_t>(
        std::count_if(senders.begin(), senders.end(), [](const auto& sender) { return sender->unanswered() == 0; }));
  };
  CONCLAVE_RETURN_IF_ERROR(WaitForCount(senders.size(), idle, [&] { return senders.Problems(); }));
  const double server_seconds = cpu.server_seconds();
  const double own_seconds = cpu.own_seconds();

  Histogram latency;
  Nanos last = 0;
  for (const auto& sender : senders) {
    const Acks acks = sender->acks();
    latency.Add(acks.latency);
    last = std::max(last, acks.last);
  }
  const double seconds = static_cast<double>(last - begin) / 1e9;
  return nlohmann::json{{"devices", options.devices},
                        {"in_flight", options.in_flight},
                        {"planned_per_second", options.rate},
                        {"acks", latency.count()},
                        {"seconds", seconds},
                        {"acks_per_second", static_cast<double>(latency.count()) / seconds},
                        {"server_cpu_seconds", server_seconds},
                        {"load_cpu_seconds", own_seconds},
                        {"ack", Quantiles(latency)}};
}

}  // namespace conclave::bench
