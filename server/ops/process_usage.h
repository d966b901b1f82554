#ifndef CONCLAVE_SERVER_OPS_PROCESS_USAGE_H_
#define CONCLAVE_SERVER_OPS_PROCESS_USAGE_H_

#include <cstddef>

#include "absl/time/time.h"

namespace conclave::ops {

// What this process takes of the machine. 0 for what cannot be found out.
struct ProcessUsage {
  absl::Duration cpu;
  std::size_t resident_bytes = 0;
  std::size_t open_descriptors = 0;
  std::size_t most_descriptors = 0;
};

ProcessUsage ReadProcessUsage();

}  // namespace conclave::ops

#endif  // CONCLAVE_SERVER_OPS_PROCESS_USAGE_H_
