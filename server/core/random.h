#ifndef CONCLAVE_SERVER_CORE_RANDOM_H_
#define CONCLAVE_SERVER_CORE_RANDOM_H_

#include <cstdint>

#include "server/core/ids.h"

namespace conclave {

// Where chance comes from, so that tests can decide it. Thread-safe.
class Random {
 public:
  virtual ~Random() = default;

  // 64 even bits.
  virtual std::uint64_t Next() = 0;

  // From 1 to 2^53 − 1: an id nobody can guess or count.
  std::uint64_t NextId() {
    for (;;) {
      if (const std::uint64_t id = Next() >> 11; id != 0) return id;
    }
  }
};

// The operating system's generator; lives for ever.
Random& SystemRandom();

// A UUIDv7 of that moment.
CommandId MakeCommandId(TimeUs now, Random& random);

}  // namespace conclave

#endif  // CONCLAVE_SERVER_CORE_RANDOM_H_
