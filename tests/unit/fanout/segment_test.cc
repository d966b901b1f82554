#include "server/fanout/segment.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/core/limits.h"
#include "tests/unit/fanout/names.h"

namespace conclave::fanout {
namespace {

constexpr UserId kSomebody(8);

// Numbers 5, 6 and 7, of 2, 3 and 4 bytes.
Segment SmallSegment() { return {kRoom, 5, {"aa", "bbb", "cccc"}, UserId()}; }

TEST(SegmentTest, HoldsTheEventsOneAfterTheOther) {
  const Segment segment = SmallSegment();
  EXPECT_EQ(segment.first(), 5u);
  EXPECT_EQ(segment.last(), 7u);
  EXPECT_EQ(segment.size(), 9u);
}

TEST(SegmentTest, IsCutBeforeAnyEvent) {
  const Segment segment = SmallSegment();
  EXPECT_EQ(segment.Slice(5, 7), "aabbbcccc");
  EXPECT_EQ(segment.Slice(5, 5), "aa");
  EXPECT_EQ(segment.Slice(6, 6), "bbb");
  EXPECT_EQ(segment.Slice(6, 7), "bbbcccc");
  EXPECT_EQ(segment.Slice(7, 7), "cccc");
}

TEST(SegmentTest, FindsTheLastEventWithinASize) {
  const Segment segment = SmallSegment();
  EXPECT_EQ(segment.LastWithin(5, 9), 7u);
  EXPECT_EQ(segment.LastWithin(5, 8), 6u);
  EXPECT_EQ(segment.LastWithin(5, 5), 6u);
  EXPECT_EQ(segment.LastWithin(5, 4), 5u);
  EXPECT_EQ(segment.LastWithin(5, 2), 5u);
  EXPECT_EQ(segment.LastWithin(6, 7), 7u);
  EXPECT_EQ(segment.LastWithin(6, 6), 6u);
}

TEST(SegmentTest, AnEventLargerThanTheSizeStandsAlone) {
  const Segment segment = SmallSegment();
  EXPECT_EQ(segment.LastWithin(5, 0), 5u);
  EXPECT_EQ(segment.LastWithin(6, 1), 6u);
  EXPECT_EQ(segment.LastWithin(7, 1), 7u);
}

TEST(SegmentBuilderTest, CutsWhatWouldBeLargerThanASegment) {
  const std::string half(kSegmentBytes / 2, 'x');
  const std::string little("y");
  SegmentBuilder builder(kRoom);
  builder.Add(1, half, UserId());
  builder.Add(2, half, UserId());
  builder.Add(3, little, UserId());
  const std::vector<SegmentPtr> segments = builder.Take();
  ASSERT_EQ(segments.size(), 2u);
  EXPECT_EQ(segments[0]->size(), kSegmentBytes);
  EXPECT_EQ(segments[0]->last(), 2u);
  EXPECT_EQ(segments[1]->first(), 3u);
  EXPECT_EQ(segments[1]->last(), 3u);
}

TEST(SegmentBuilderTest, CutsAfterTheEndOfAMembership) {
  SegmentBuilder builder(kRoom);
  builder.Add(1, "a", UserId());
  builder.Add(2, "b", kSomebody);
  builder.Add(3, "c", UserId());
  const std::vector<SegmentPtr> segments = builder.Take();
  ASSERT_EQ(segments.size(), 2u);
  EXPECT_EQ(segments[0]->last(), 2u);
  EXPECT_EQ(segments[0]->ends_for(), kSomebody);
  EXPECT_EQ(segments[1]->first(), 3u);
  EXPECT_FALSE(segments[1]->ends_for());
}

TEST(SegmentBuilderTest, IsEmptyAfterTake) {
  SegmentBuilder builder(kRoom);
  EXPECT_TRUE(builder.Take().empty());
  builder.Add(1, "a", UserId());
  EXPECT_EQ(builder.Take().size(), 1u);
  EXPECT_TRUE(builder.Take().empty());
  builder.Add(9, "b", UserId());
  EXPECT_EQ(builder.Take().front()->first(), 9u);
}

}  // namespace
}  // namespace conclave::fanout
