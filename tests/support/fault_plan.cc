#include "tests/support/fault_plan.h"

namespace conclave::testing {
namespace {

constexpr std::size_t kWholeChunk = 16 * 1024;

std::seed_seq SeedOf(std::uint64_t seed, std::uint64_t connection, std::uint64_t direction) {
  return {seed >> 32, seed & 0xffffffff, connection, direction};
}

}  // namespace

FaultPlan::FaultPlan(const Faults& faults, std::uint64_t seed, std::uint64_t connection, std::uint64_t direction)
    : faults_(faults) {
  std::seed_seq sequence = SeedOf(seed, connection, direction);
  chance_.seed(sequence);
  Consider(Ending::Kind::kReset, faults.bytes_to_reset);
  Consider(Ending::Kind::kSilence, faults.bytes_to_silence);
  Consider(Ending::Kind::kCorruption, faults.bytes_to_corruption);
}

void FaultPlan::Consider(Ending::Kind kind, std::size_t mean_bytes) {
  if (mean_bytes == 0) return;
  std::exponential_distribution<double> distance(1.0 / static_cast<double>(mean_bytes));
  const auto at = static_cast<std::uint64_t>(distance(chance_));
  if (at < ending_.at) ending_ = {.kind = kind, .at = at};
}

std::size_t FaultPlan::NextSize() {
  if (faults_.chunk_bytes == 0) return kWholeChunk;
  return std::uniform_int_distribution<std::size_t>(1, faults_.chunk_bytes)(chance_);
}

absl::Duration FaultPlan::NextDelay() {
  if (faults_.jitter == absl::ZeroDuration()) return faults_.delay;
  return faults_.delay + faults_.jitter * std::uniform_real_distribution<double>(0, 1)(chance_);
}

absl::Duration FaultPlan::TimeOf(std::size_t bytes) const {
  if (faults_.bytes_per_second == 0) return absl::ZeroDuration();
  return absl::Seconds(static_cast<double>(bytes) / static_cast<double>(faults_.bytes_per_second));
}

void FaultPlan::Heal() {
  faults_ = {};
  ending_ = {};
}

}  // namespace conclave::testing
