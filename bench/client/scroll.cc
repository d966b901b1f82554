#include "bench/client/bench_window.h"
#include "bench/client/report.h"
#include "bench/client/scenarios.h"

namespace conclave::desktop {
namespace {

constexpr int kSteps = 1000;
// One notch of a wheel.
constexpr int kNotch = 120;

}  // namespace

int MeasureScroll(int& argc, char** argv, const BenchOptions& options) {
  BenchWindow bench(argc, argv, options);
  bench.WaitForStory(options.messages);
  TookSamples steps;
  int blank = 0;
  for (int i = 0; i < kSteps; ++i) {
    const Stopwatch watch;
    bench.Wheel(kNotch);
    FrameClock::RunDue();
    steps.Add(watch.Read());
    if (!bench.ShowsTexts()) ++blank;
    // As fast as a screen shows it: what comes from the store meanwhile is part of the next step.
    FrameClock::RunFor(1);
  }
  Report({{"scroll_p50_ms", steps.wall.Percentile(50)},
          {"scroll_p99_ms", steps.wall.Percentile(99)},
          {"scroll_most_ms", steps.wall.Most()},
          {"scroll_cpu_p99_ms", steps.cpu.Percentile(99)},
          {"blank_percent", 100.0 * blank / kSteps}});
  return 0;
}

}  // namespace conclave::desktop
