#include <QScrollBar>
#include <random>

#include "bench/client/bench_window.h"
#include "bench/client/report.h"
#include "bench/client/scenarios.h"

namespace conclave::desktop {
namespace {

constexpr int kJumps = 150;

}  // namespace

int MeasureJump(int& argc, char** argv, const BenchOptions& options) {
  BenchWindow bench(argc, argv, options);
  bench.WaitForStory(options.messages);
  std::mt19937 random(1);
  TookSamples jumps;
  Samples texts;
  for (int i = 0; i < kJumps; ++i) {
    QScrollBar* bar = bench.timeline().verticalScrollBar();
    const auto place = static_cast<int>(random() % static_cast<unsigned>(bar->maximum() + 1));
    const Stopwatch watch;
    bar->setValue(place);
    FrameClock::RunDue();
    jumps.Add(watch.Read());
    FrameClock::RunUntil([&] { return bench.ShowsTexts(); });
    FrameClock::RunDue();
    texts.Add(watch.Read().wall_ms);
  }
  Report({{"jump_p50_ms", jumps.wall.Percentile(50)},
          {"jump_p99_ms", jumps.wall.Percentile(99)},
          {"jump_cpu_p99_ms", jumps.cpu.Percentile(99)},
          {"text_p50_ms", texts.Percentile(50)},
          {"text_p99_ms", texts.Percentile(99)}});
  return 0;
}

}  // namespace conclave::desktop
