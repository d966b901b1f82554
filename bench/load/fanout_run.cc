#include "bench/load/crowd.h"
#include "bench/load/fanout_figures.h"
#include "bench/load/pacer.h"
#include "bench/load/progress.h"
#include "bench/load/reader.h"
#include "bench/load/runs.h"
#include "bench/load/sender.h"
#include "server/core/refusal.h"

namespace conclave::bench {
namespace {

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
  CONCLAVE_RETURN_IF_ERROR(WaitForCount(
      options.messages * options.readers, [&] { return CountOf(readers); }, [&] { return readers.Problems(); }));
  CONCLAVE_RETURN_IF_ERROR(WaitForAcks(senders, options.messages));
  nlohmann::json figures = FanoutFigures(options, SumOf(readers), begin, cpu);
  Histogram acks;
  for (const auto& sender : senders) acks.Add(sender->acks().latency);
  figures["ack"] = Quantiles(acks);
  return figures;
}

}  // namespace conclave::bench
