#include "bench/client/samples.h"

#include <algorithm>
#include <cmath>
#include <ctime>

namespace conclave::desktop {
namespace {

double ReadMs(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

}  // namespace

Stopwatch::Stopwatch() : wall_began_ms_(MonotonicMs()), cpu_began_ms_(ReadMs(CLOCK_THREAD_CPUTIME_ID)) {}

Took Stopwatch::Read() const {
  return {.wall_ms = MonotonicMs() - wall_began_ms_, .cpu_ms = ReadMs(CLOCK_THREAD_CPUTIME_ID) - cpu_began_ms_};
}

double MonotonicMs() { return ReadMs(CLOCK_MONOTONIC); }

double Samples::Percentile(double percent) const {
  if (values_.empty()) return 0;
  std::vector<double> sorted = values_;
  std::sort(sorted.begin(), sorted.end());
  const auto rank = static_cast<std::size_t>(std::ceil(percent / 100 * static_cast<double>(sorted.size())));
  return sorted[std::clamp<std::size_t>(rank, 1, sorted.size()) - 1];
}

}  // namespace conclave::desktop
