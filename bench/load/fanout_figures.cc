#include "bench/load/fanout_figures.h"

namespace conclave::bench {

nlohmann::json FanoutFigures(const FanoutOptions& options, const Deliveries& received, Nanos begin,
                             const CpuMeter& cpu) {
  const double server_seconds = cpu.server_seconds();
  const double seconds = static_cast<double>(received.last - begin) / 1e9;
  const auto deliveries = static_cast<double>(received.count);
  return {{"messages", options.messages},
          {"readers", options.readers},
          {"planned_per_second", options.rate},
          {"deliveries", received.count},
          {"wanted", options.messages * options.readers},
          {"seconds", seconds},
          {"deliveries_per_second", deliveries / seconds},
          {"server_cpu_seconds", server_seconds},
          {"load_cpu_seconds", cpu.own_seconds()},
          {"deliveries_per_server_cpu_second", deliveries / server_seconds},
          {"delivery", Quantiles(received.latency)},
          {"behind_notices", received.behind}};
}

}  // namespace conclave::bench
