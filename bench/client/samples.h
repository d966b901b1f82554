#ifndef CONCLAVE_BENCH_CLIENT_SAMPLES_H_
#define CONCLAVE_BENCH_CLIENT_SAMPLES_H_

#include <vector>

namespace conclave::desktop {

// What a stretch of work took: by the clock, and of this thread's processor time.
struct Took {
  double wall_ms = 0;
  double cpu_ms = 0;
};

// Measures from its making on. Confined to one thread.
class Stopwatch {
 public:
  Stopwatch();
  [[nodiscard]] Took Read() const;

 private:
  double wall_began_ms_;
  double cpu_began_ms_;
};

// CLOCK_MONOTONIC, which all processes share.
double MonotonicMs();

// Measured values, in any order. A value.
class Samples {
 public:
  void Add(double value) { values_.push_back(value); }
  [[nodiscard]] bool empty() const { return values_.empty(); }
  [[nodiscard]] int count() const { return static_cast<int>(values_.size()); }
  // The nearest rank; 0 when there is none.
  [[nodiscard]] double Percentile(double percent) const;
  [[nodiscard]] double Most() const { return Percentile(100); }

 private:
  std::vector<double> values_;
};

// The same work, many times.
struct TookSamples {
  Samples wall;
  Samples cpu;

  void Add(const Took& took) {
    wall.Add(took.wall_ms);
    cpu.Add(took.cpu_ms);
  }
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_BENCH_CLIENT_SAMPLES_H_
