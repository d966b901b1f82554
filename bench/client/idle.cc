#include "bench/client/bench_window.h"
#include "bench/client/process_figures.h"
#include "bench/client/report.h"
#include "bench/client/scenarios.h"

namespace conclave::desktop {
namespace {

constexpr int kSettleMs = 2000;

}  // namespace

int MeasureIdle(int& argc, char** argv, const BenchOptions& options) {
  BenchWindow bench(argc, argv, options);
  FrameClock::RunUntil([&] { return bench.ShowsTexts(); });
  FrameClock::RunFor(kSettleMs);
  int frames = 0;
  bench.frames().OnFrame([&](const std::optional<Took>&) { ++frames; });
  const double cpu_began = ProcessCpuMs();
  const double began = MonotonicMs();
  FrameClock::RunFor(options.seconds * 1000);
  Report({{"cpu_percent", 100 * (ProcessCpuMs() - cpu_began) / (MonotonicMs() - began)}, {"frames", frames}});
  return 0;
}

}  // namespace conclave::desktop
