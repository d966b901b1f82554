#ifndef CONCLAVE_BENCH_CLIENT_SCENARIOS_H_
#define CONCLAVE_BENCH_CLIENT_SCENARIOS_H_

#include "bench/client/bench_options.h"

namespace conclave::desktop {

// One process measures one thing once and reports it; each returns the exit status.

// Without Conclave: an empty window of the same size, for comparison. start_ms, resident_mb, repaint_…
int MeasureFloor(int& argc, char** argv, const BenchOptions& options);
// From the start of the process until the newest messages of the cache are painted: start_ms.
int MeasureStart(int& argc, char** argv, const BenchOptions& options);
// While messages arrive: frame_…, gap_ms (of a 10 ms heartbeat), per_second, cpu_percent.
int MeasureArrive(int& argc, char** argv, const BenchOptions& options);
// Wheel steps through a room of `messages`: scroll_…
int MeasureScroll(int& argc, char** argv, const BenchOptions& options);
// To random places of it: jump_…, and text_… until all texts in view are painted.
int MeasureJump(int& argc, char** argv, const BenchOptions& options);
// From one of `rooms` to the next, the first time and again: first_ms, again_ms (the longest of the 99 of 100).
int MeasureSwitch(int& argc, char** argv, const BenchOptions& options);
// resident_mb of the window as it opens and, when there are `messages`, after all were scrolled through.
int MeasureMemory(int& argc, char** argv, const BenchOptions& options);
// Online with nothing to do: cpu_percent.
int MeasureIdle(int& argc, char** argv, const BenchOptions& options);

// Makes a profile whose cache holds `messages` in `rooms`.
int Fill(const BenchOptions& options);
// Sends `rate` messages a second to the lobby for `seconds`.
int Send(const BenchOptions& options);

}  // namespace conclave::desktop

#endif  // CONCLAVE_BENCH_CLIENT_SCENARIOS_H_
