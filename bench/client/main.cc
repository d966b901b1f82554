// conclave_bench_client: measures the desktop window.

#include <cstdio>
#include <map>
#include <string>

#include "bench/client/bench_options.h"
#include "bench/client/scenarios.h"

int main(int argc, char** argv) {
  using Measure = int (*)(int&, char**, const conclave::desktop::BenchOptions&);
  int status = 0;
  const auto options = conclave::desktop::ParseBenchOptions(argc, argv, status);
  if (!options) return status;
  if (options->scenario == "fill") return conclave::desktop::Fill(*options);
  if (options->scenario == "send") return conclave::desktop::Send(*options);
  const std::map<std::string, Measure> measures{
      {"floor", conclave::desktop::MeasureFloor},   {"start", conclave::desktop::MeasureStart},
      {"arrive", conclave::desktop::MeasureArrive}, {"scroll", conclave::desktop::MeasureScroll},
      {"jump", conclave::desktop::MeasureJump},     {"switch", conclave::desktop::MeasureSwitch},
      {"memory", conclave::desktop::MeasureMemory}, {"idle", conclave::desktop::MeasureIdle},
  };
  const auto measure = measures.find(options->scenario);
  if (measure == measures.end()) {
    std::fprintf(stderr, "conclave_bench_client: there is no scenario '%s'\n", options->scenario.c_str());
    return 64;
  }
  return measure->second(argc, argv, *options);
}
