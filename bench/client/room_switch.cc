#include "bench/client/bench_window.h"
#include "bench/client/fill.h"
#include "bench/client/report.h"
#include "bench/client/scenarios.h"

namespace conclave::desktop {
namespace {

constexpr int kRounds = 4;

// Until the room's newest messages are painted.
double SwitchTo(BenchWindow& bench, RoomId room) {
  const Stopwatch watch;
  double painted = 0;
  bench.frames().OnFrame([&](const std::optional<Took>&) {
    if (painted == 0 && bench.window().room() == room && bench.ShowsTexts()) painted = watch.Read().wall_ms;
  });
  bench.window().OpenRoom(room);
  FrameClock::RunUntil([&] { return painted != 0; });
  bench.frames().OnFrame(nullptr);
  // Whoever switches rooms looks at them.
  FrameClock::RunFor(20);
  return painted;
}

}  // namespace

int MeasureSwitch(int& argc, char** argv, const BenchOptions& options) {
  BenchWindow bench(argc, argv, options);
  FrameClock::RunUntil([&] { return bench.ShowsTexts(); });
  const RoomId shown = bench.window().room();
  Samples first;
  Samples again;
  for (int round = 0; round < kRounds; ++round) {
    for (int i = 0; i < options.rooms; ++i) {
      const RoomId room = FilledRoom(i);
      if (room == bench.window().room()) continue;
      const double took = SwitchTo(bench, room);
      if (round > 0) {
        again.Add(took);
      } else if (room != shown) {
        first.Add(took);
      }
    }
  }
  Report({{"first_p50_ms", first.Percentile(50)},
          {"first_ms", first.Percentile(99)},
          {"again_p50_ms", again.Percentile(50)},
          {"again_ms", again.Percentile(99)}});
  return 0;
}

}  // namespace conclave::desktop
