#include <QScrollBar>
#include <algorithm>

#include "bench/client/bench_window.h"
#include "bench/client/process_figures.h"
#include "bench/client/report.h"
#include "bench/client/scenarios.h"

namespace conclave::desktop {
namespace {

constexpr int kSettleMs = 500;
// As far as a person scrolls before the texts there are waited for.
constexpr int kScreensAtOnce = 5;

void ReadThrough(BenchWindow& bench) {
  QScrollBar* bar = bench.timeline().verticalScrollBar();
  while (bar->value() > 0) {
    bar->setValue(std::max(0, bar->value() - kScreensAtOnce * bar->pageStep()));
    FrameClock::RunDue();
    FrameClock::RunUntil([&] { return bench.ShowsTexts(); });
  }
}

}  // namespace

int MeasureMemory(int& argc, char** argv, const BenchOptions& options) {
  BenchWindow bench(argc, argv, options);
  bool painted = false;
  bench.frames().OnFrame([&](const std::optional<Took>&) { painted = true; });
  FrameClock::RunUntil([&] { return painted; });
  if (options.messages > 0) {
    bench.WaitForStory(options.messages);
    ReadThrough(bench);
  }
  FrameClock::RunFor(kSettleMs);
  Report({{"resident_mb", ResidentMb()}, {"anonymous_mb", AnonymousMb()}});
  return 0;
}

}  // namespace conclave::desktop
