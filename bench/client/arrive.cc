#include <QTimer>
#include <algorithm>

#include "bench/client/bench_window.h"
#include "bench/client/process_figures.h"
#include "bench/client/report.h"
#include "bench/client/scenarios.h"

namespace conclave::desktop {
namespace {

constexpr int kHeartbeatMs = 10;

// How late a timer of the GUI's thread comes at the worst.
class Heartbeat {
 public:
  Heartbeat() {
    timer_.setTimerType(Qt::PreciseTimer);
    timer_.setInterval(kHeartbeatMs);
    QObject::connect(&timer_, &QTimer::timeout, &timer_, [this] { Beat(); });
    timer_.start();
  }

  void Forget() { longest_ms_ = 0; }
  [[nodiscard]] double longest_ms() const { return longest_ms_; }

 private:
  void Beat() {
    const double now = MonotonicMs();
    longest_ms_ = std::max(longest_ms_, now - last_ms_);
    last_ms_ = now;
  }

  QTimer timer_;
  double last_ms_ = MonotonicMs();
  double longest_ms_ = 0;
};

}  // namespace

int MeasureArrive(int& argc, char** argv, const BenchOptions& options) {
  BenchWindow bench(argc, argv, options);
  TookSamples frames;
  bench.frames().OnFrame([&](const std::optional<Took>& took) {
    if (took) frames.Add(*took);
  });
  // The stream is up and flowing before anything counts.
  FrameClock::RunUntil([&] { return bench.engine().rows() > options.rate / 2; });
  frames = {};
  Heartbeat heartbeat;
  const double began = MonotonicMs();
  const double cpu_began = ProcessCpuMs();
  const int rows_began = bench.engine().rows();
  FrameClock::RunFor(options.seconds * 1000);
  const double seconds = (MonotonicMs() - began) / 1000;
  Report({{"frame_p50_ms", frames.wall.Percentile(50)},
          {"frame_p99_ms", frames.wall.Percentile(99)},
          {"frame_most_ms", frames.wall.Most()},
          {"frame_cpu_p50_ms", frames.cpu.Percentile(50)},
          {"frame_cpu_p99_ms", frames.cpu.Percentile(99)},
          {"frames", frames.wall.count()},
          {"gap_ms", heartbeat.longest_ms()},
          {"per_second", (bench.engine().rows() - rows_began) / seconds},
          {"cpu_percent", (ProcessCpuMs() - cpu_began) / seconds / 10}});
  return 0;
}

}  // namespace conclave::desktop
