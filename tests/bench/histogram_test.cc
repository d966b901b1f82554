#include "bench/histogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

namespace conclave::bench {
namespace {

TEST(HistogramTest, SmallValuesAreExact) {
  Histogram histogram;
  for (std::uint64_t value = 0; value < 128; ++value) histogram.Record(value);
  for (std::uint64_t value = 0; value < 128; ++value) {
    EXPECT_EQ(histogram.Quantile(static_cast<double>(value + 1) / 128), value);
  }
}

TEST(HistogramTest, QuantilesAreNeverBelowTheTruthAndAtMostASixtyFourthAbove) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  // Every order of magnitude alike.
  std::uniform_real_distribution<double> magnitude(0, 62);
  Histogram histogram;
  std::vector<std::uint64_t> values;
  for (int i = 0; i < 20'000; ++i) {
    values.push_back(static_cast<std::uint64_t>(std::exp2(magnitude(random))));
    histogram.Record(values.back());
  }
  std::sort(values.begin(), values.end());
  for (const double q : {0.0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1.0}) {
    const auto rank = std::max(1.0, std::ceil(q * static_cast<double>(values.size())));
    const std::uint64_t truth = values[static_cast<std::size_t>(rank) - 1];
    EXPECT_GE(histogram.Quantile(q), truth) << q;
    EXPECT_LE(histogram.Quantile(q), truth + truth / 64) << q;
  }
}

TEST(HistogramTest, TheLargestNumberHasAPlace) {
  Histogram histogram;
  histogram.Record(std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(histogram.Quantile(0.5), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(histogram.max(), std::numeric_limits<std::uint64_t>::max());
}

TEST(HistogramTest, TheLastQuantileIsTheLargestValueItself) {
  Histogram histogram;
  histogram.Record(1'000'001, 3);
  EXPECT_EQ(histogram.Quantile(1), 1'000'001U);
}

TEST(HistogramTest, AddedHistogramsAreAsIfOneHadRecordedAll) {
  Histogram low;
  Histogram high;
  low.Record(10, 99);
  high.Record(5'000);
  low.Add(high);
  EXPECT_EQ(low.count(), 100U);
  EXPECT_EQ(low.max(), 5'000U);
  EXPECT_EQ(low.Quantile(0.99), 10U);
  EXPECT_GE(low.Quantile(0.995), 5'000U);
}

TEST(HistogramTest, WithoutValuesEverythingIsZero) {
  const Histogram histogram;
  EXPECT_EQ(histogram.count(), 0U);
  EXPECT_EQ(histogram.max(), 0U);
  EXPECT_EQ(histogram.Quantile(0.5), 0U);
}

}  // namespace
}  // namespace conclave::bench
