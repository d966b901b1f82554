#ifndef CONCLAVE_BENCH_LOAD_OPTIONS_H_
#define CONCLAVE_BENCH_LOAD_OPTIONS_H_

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "server/core/ids.h"

namespace conclave::bench {

// Who takes part, and where.
struct LoadOptions {
  // As conclave_bench_prepare makes it.
  std::filesystem::path identities;
  // HOST:PORT.
  std::string server;
  // The process whose processor time counts.
  pid_t server_process = 0;
  RoomId room;
};

struct FanoutOptions {
  std::size_t senders = 1;
  std::size_t readers = 100;
  // Messages per second of all senders together.
  double rate = 20'000;
  // Messages in all.
  std::uint64_t messages = 100'000;
};

struct SendOptions {
  std::size_t devices = 64;
  // Of each device.
  std::uint64_t in_flight = 8;
  // Messages per second of all devices together, planned; 0: each device sends as soon as it may.
  double rate = 0;
  double seconds = 5;
};

}  // namespace conclave::bench

#endif  // CONCLAVE_BENCH_LOAD_OPTIONS_H_
