#ifndef CONCLAVE_BENCH_HISTOGRAM_H_
#define CONCLAVE_BENCH_HISTOGRAM_H_

#include <cstdint>
#include <vector>

namespace conclave::bench {

// Counts of values over the whole range of 64 bits, in buckets whose width grows with the value (a high dynamic range
// histogram: hdrhistogram.org): values below 128 are kept exactly, all others to within 1/64. Confined to one thread at
// a time; a value of its owner.
class Histogram {
 public:
  Histogram();

  void Record(std::uint64_t value, std::uint64_t times = 1);
  void Add(const Histogram& other);

  [[nodiscard]] std::uint64_t count() const { return count_; }
  // Exact; 0 when there is no value.
  [[nodiscard]] std::uint64_t max() const { return max_; }
  // The value that at least the part `q` (0 to 1) of all values does not exceed: never below the true one, and at most
  // 1/64 above it. 0 when there is no value.
  [[nodiscard]] std::uint64_t Quantile(double q) const;

 private:
  // Each doubling of the value is divided into so many buckets, as a power of two.
  static constexpr int kPrecisionBits = 6;

  static std::size_t BucketOf(std::uint64_t value);
  // The largest value of a bucket.
  static std::uint64_t UpperEnd(std::size_t bucket);

  std::vector<std::uint64_t> buckets_;
  std::uint64_t count_ = 0;
  std::uint64_t max_ = 0;
};

}  // namespace conclave::bench

#endif  // CONCLAVE_BENCH_HISTOGRAM_H_
