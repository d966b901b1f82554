#include "server/rpc/http2_guard.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>

namespace conclave::rpc {
namespace {

using Verdict = Http2Guard::Verdict;

constexpr char kEndHeaders = 4;

std::string Frame(char kind, char flags = 0, std::size_t length = 0) {
  std::string frame = {static_cast<char>(length >> 16),
                       static_cast<char>(length >> 8),
                       static_cast<char>(length),
                       kind,
                       flags,
                       0,
                       0,
                       0,
                       1};
  return frame.append(length, 'x');
}

std::string Data(std::size_t length, char flags = 0) { return Frame(0, flags, length); }
std::string Headers(std::size_t length, char flags = 0) { return Frame(1, flags, length); }
std::string Reset() { return Frame(3, 0, 4); }
std::string Acknowledgement() { return Frame(4, 1); }
std::string Ping() { return Frame(6, 0, 8); }
std::string WindowUpdate() { return Frame(8, 0, 4); }
std::string Continuation(std::size_t length, char flags = 0) { return Frame(9, flags, length); }

class Http2GuardTest : public ::testing::Test {
 protected:
  Http2GuardTest() {
    Reads("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    Reads(Acknowledgement());
    now_ += absl::Seconds(1);
  }

  Verdict Reads(const std::string& bytes) { return guard_.Read(bytes, now_); }
  // How many of them it lets through.
  int LetsThrough(const std::string& frame) {
    int count = 0;
    while (count < 100'000 && Reads(frame) == Verdict::kFine) ++count;
    return count;
  }

  absl::Duration now_ = absl::Hours(1);
  Http2Guard guard_;
};

TEST_F(Http2GuardTest, ABlockOfHeadersMayBeAsLargeAsItsBoundAndNotLarger) {
  EXPECT_EQ(Reads(Headers(Http2Guard::kBlockBytes, kEndHeaders)), Verdict::kFine);
  EXPECT_EQ(Reads(Headers(1) + Continuation(Http2Guard::kBlockBytes - 1, kEndHeaders)), Verdict::kFine);
  EXPECT_EQ(Reads(Headers(1) + Continuation(Http2Guard::kBlockBytes, kEndHeaders)), Verdict::kHeaderBlock);
}

TEST_F(Http2GuardTest, ABlockOfHeadersMayComeInItsNumberOfFramesAndNotMore) {
  std::string block = Headers(1);
  for (std::size_t i = 1; i < Http2Guard::kBlockFrames; ++i) block += Continuation(1);
  EXPECT_EQ(Reads(block), Verdict::kFine);
  EXPECT_EQ(Reads(Continuation(0)), Verdict::kHeaderBlock);
}

TEST_F(Http2GuardTest, EachBlockOfHeadersIsCountedByItself) {
  for (int i = 0; i < 100; ++i) EXPECT_EQ(Reads(Headers(9000) + Continuation(1000, kEndHeaders)), Verdict::kFine);
}

TEST_F(Http2GuardTest, CallsAreBoundAndTheirAllowanceGrowsBack) {
  EXPECT_EQ(LetsThrough(Headers(10, kEndHeaders)), Http2Guard::kStreams.burst);
  EXPECT_EQ(Reads(Headers(10, kEndHeaders)), Verdict::kStreams);
  now_ += absl::Seconds(1);
  EXPECT_EQ(LetsThrough(Headers(10, kEndHeaders)), Http2Guard::kStreams.per_second);
  now_ += absl::Hours(1);
  EXPECT_EQ(LetsThrough(Headers(10, kEndHeaders)), Http2Guard::kStreams.burst);
}

TEST_F(Http2GuardTest, APeerThatDoesNotAcknowledgeOurSettingsHasFewCalls) {
  guard_ = Http2Guard();
  Reads("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + Frame(4));
  EXPECT_EQ(LetsThrough(Headers(10, kEndHeaders)), Http2Guard::kUnboundStreams);
  EXPECT_EQ(Reads(Headers(10, kEndHeaders)), Verdict::kUnbound);
}

TEST_F(Http2GuardTest, ResetsAreBound) {
  EXPECT_EQ(LetsThrough(Headers(10, kEndHeaders) + Reset()), Http2Guard::kResets.burst);
  EXPECT_EQ(Reads(Reset()), Verdict::kResets);
}

TEST_F(Http2GuardTest, FramesThatCarryNothingAreBound) {
  EXPECT_EQ(LetsThrough(Ping()), Http2Guard::kControl.burst);
  EXPECT_EQ(Reads(Data(0)), Verdict::kControl);
}

TEST_F(Http2GuardTest, WhatAWorkingClientSendsIsNotBound) {
  EXPECT_EQ(LetsThrough(Data(16384) + Data(0, 1) + WindowUpdate()), 100'000);
}

TEST_F(Http2GuardTest, ThePayloadOfAFrameIsNotTakenForFrames) {
  std::string inner;
  for (int i = 0; i < 1000; ++i) inner += Ping();
  std::string outer = Data(inner.size());
  outer.replace(outer.size() - inner.size(), inner.size(), inner);
  EXPECT_EQ(Reads(outer), Verdict::kFine);
}

TEST_F(Http2GuardTest, FramesMayComeInAnyPieces) {
  std::string frames;
  for (int i = 0; i < Http2Guard::kControl.burst; ++i) frames += Ping() + Data(3);
  for (const char byte : frames) EXPECT_EQ(Reads(std::string(1, byte)), Verdict::kFine);
  EXPECT_EQ(Reads(Ping()), Verdict::kControl);
}

}  // namespace
}  // namespace conclave::rpc
