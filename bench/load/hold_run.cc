#include <iostream>

#include "bench/load/crowd.h"
#include "bench/load/reader.h"
#include "bench/load/runs.h"
#include "server/core/refusal.h"

namespace conclave::bench {

absl::Status RunHold(const LoadOptions& load, std::istream& in) {
  Crowd<Reader> readers(load);
  for (std::size_t wanted = 0; in >> wanted;) {
    if (wanted > readers.size()) {
      CONCLAVE_RETURN_IF_ERROR(readers.Join(readers.size(), wanted - readers.size(), load.room));
    }
    std::cout << nlohmann::json{{"held", readers.size()}} << std::endl;
  }
  return readers.Problems();
}

}  // namespace conclave::bench
