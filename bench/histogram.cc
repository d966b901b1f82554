#include "bench/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace conclave::bench {

Histogram::Histogram() : buckets_(BucketOf(~std::uint64_t{0}) + 1) {}

void Histogram::Record(std::uint64_t value, std::uint64_t times) {
  buckets_[BucketOf(value)] += times;
  count_ += times;
  max_ = std::max(max_, value);
}

void Histogram::Add(const Histogram& other) {
  for (std::size_t i = 0; i < buckets_.size(); ++i) buckets_[i] += other.buckets_[i];
  count_ += other.count_;
  max_ = std::max(max_, other.max_);
}

std::uint64_t Histogram::Quantile(double q) const {
  const auto wanted =
      std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(q * static_cast<double>(count_))));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    seen += buckets_[i];
    if (seen >= wanted) return std::min(UpperEnd(i), max_);
  }
  return max_;
}

std::size_t Histogram::BucketOf(std::uint64_t value) {
  // The leading kPrecisionBits + 1 bits of the value tell its bucket among those of the same width.
  const int dropped = std::max(0, static_cast<int>(std::bit_width(value)) - (kPrecisionBits + 1));
  return (static_cast<std::size_t>(dropped) << kPrecisionBits) + static_cast<std::size_t>(value >> dropped);
}

std::uint64_t Histogram::UpperEnd(std::size_t bucket) {
  constexpr std::size_t kPerWidth = std::size_t{1} << kPrecisionBits;
  if (bucket < 2 * kPerWidth) return bucket;
  const std::size_t dropped = bucket / kPerWidth - 1;
  const std::uint64_t leading = bucket % kPerWidth + kPerWidth;
  return ((leading + 1) << dropped) - 1;
}

}  // namespace conclave::bench
