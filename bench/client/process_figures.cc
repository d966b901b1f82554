#include "bench/client/process_figures.h"

#include <malloc.h>

#include <ctime>
#include <fstream>
#include <string>

namespace conclave::desktop {
namespace {

double StatusMb(const std::string& key) {
  std::ifstream status("/proc/self/status");
  std::string word;
  double kib = 0;
  while (status >> word) {
    if (word == key) status >> kib;
  }
  return kib * 1024 / 1e6;
}

}  // namespace

double ResidentMb() {
  malloc_trim(0);
  return StatusMb("VmRSS:");
}

double AnonymousMb() { return StatusMb("RssAnon:"); }

double ProcessCpuMs() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

}  // namespace conclave::desktop
