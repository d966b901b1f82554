#include "bench/client/bench_window.h"
#include "bench/client/process_figures.h"
#include "bench/client/report.h"
#include "bench/client/scenarios.h"

namespace conclave::desktop {

int MeasureStart(int& argc, char** argv, const BenchOptions& options) {
  BenchWindow bench(argc, argv, options);
  double painted = 0;
  double cpu = 0;
  bench.frames().OnFrame([&](const std::optional<Took>&) {
    if (painted != 0 || !bench.ShowsTexts()) return;
    painted = MonotonicMs();
    cpu = ProcessCpuMs();
  });
  FrameClock::RunUntil([&] { return painted != 0; });
  Report({{"start_ms", painted - options.began_ms}, {"start_cpu_ms", cpu}});
  return 0;
}

}  // namespace conclave::desktop
