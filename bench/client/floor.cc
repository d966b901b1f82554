#include <QPaintEvent>
#include <QPainter>
#include <QWidget>

#include "bench/client/bench_window.h"
#include "bench/client/process_figures.h"
#include "bench/client/report.h"
#include "bench/client/scenarios.h"

namespace conclave::desktop {
namespace {

constexpr int kRepaints = 500;

// Paints one colour over all of it.
class EmptyWindow : public QWidget {
 public:
  EmptyWindow() { setAttribute(Qt::WA_OpaquePaintEvent); }

 protected:
  void paintEvent(QPaintEvent* event) override { QPainter(this).fillRect(event->rect(), Qt::white); }
};

}  // namespace

int MeasureFloor(int& argc, char** argv, const BenchOptions& options) {
  FrameClock frames(argc, argv);
  bool painted = false;
  frames.OnFrame([&](const std::optional<Took>&) { painted = true; });
  EmptyWindow window;
  window.resize(kBenchSize);
  window.show();
  FrameClock::RunUntil([&] { return painted || window.windowHandle() != nullptr; });
  window.repaint();
  const double start = MonotonicMs() - options.began_ms;
  const double start_cpu = ProcessCpuMs();
  TookSamples repaints;
  for (int i = 0; i < kRepaints; ++i) {
    const Stopwatch watch;
    window.update();
    FrameClock::RunDue();
    repaints.Add(watch.Read());
  }
  FrameClock::RunFor(300);
  Report({{"start_ms", start},
          {"start_cpu_ms", start_cpu},
          {"repaint_p50_ms", repaints.wall.Percentile(50)},
          {"repaint_p99_ms", repaints.wall.Percentile(99)},
          {"resident_mb", ResidentMb()},
          {"anonymous_mb", AnonymousMb()}});
  return 0;
}

}  // namespace conclave::desktop
