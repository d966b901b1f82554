#ifndef CONCLAVE_TESTS_CLIENT_FAKE_TIME_H_
#define CONCLAVE_TESTS_CLIENT_FAKE_TIME_H_

#include <atomic>
#include <cstdint>
#include <random>

#include "server/core/clock.h"
#include "server/core/random.h"

namespace conclave::testing {

// Time that stands still until a test moves it. Thread-safe.
class FakeClock final : public Clock {
 public:
  [[nodiscard]] TimeUs NowUs() const override { return now_.load(); }
  [[nodiscard]] absl::Duration Monotonic() const override { return absl::Microseconds(now_.load() - kStart); }
  void Advance(absl::Duration time) { now_ += absl::ToInt64Microseconds(time); }

 private:
  static constexpr TimeUs kStart = 1'700'000'000'000'000;
  std::atomic<TimeUs> now_{kStart};
};

// The same numbers for the same seed. Confined to one thread.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  std::uint64_t Next() override { return engine_(); }
  // From 0 to `bound` − 1.
  std::uint64_t Below(std::uint64_t bound) { return engine_() % bound; }
  // True once in `n` times.
  bool OneIn(std::uint64_t n) { return Below(n) == 0; }

 private:
  std::mt19937_64 engine_;
};

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_CLIENT_FAKE_TIME_H_
