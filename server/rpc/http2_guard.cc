#include "server/rpc/http2_guard.h"

#include <algorithm>

namespace conclave::rpc {
namespace {

// RFC 9113, section 6.
constexpr std::uint8_t kData = 0;
constexpr std::uint8_t kHeaders = 1;
constexpr std::uint8_t kResetStream = 3;
constexpr std::uint8_t kSettings = 4;
constexpr std::uint8_t kWindowUpdate = 8;
constexpr std::uint8_t kContinuation = 9;
constexpr std::uint8_t kEndStream = 0x1;
constexpr std::uint8_t kAcknowledgement = 0x1;
constexpr std::uint8_t kEndHeaders = 0x4;

}  // namespace

bool Allowance::Take(absl::Duration now) {
  left_ = std::min(budget_.burst, left_ + absl::ToDoubleSeconds(now - refilled_) * budget_.per_second);
  refilled_ = now;
  if (left_ < 1) return false;
  left_ -= 1;
  return true;
}

Http2Guard::Verdict Http2Guard::Read(std::string_view bytes, absl::Duration now) {
  Verdict first = Verdict::kFine;
  while (!bytes.empty()) {
    if (skip_ > 0) {
      const std::size_t skipped = std::min(skip_, bytes.size());
      skip_ -= skipped;
      bytes.remove_prefix(skipped);
      continue;
    }
    const std::size_t taken = std::min(kHeaderBytes - header_size_, bytes.size());
    std::copy_n(bytes.begin(), taken, header_.begin() + header_size_);
    header_size_ += taken;
    bytes.remove_prefix(taken);
    if (header_size_ < kHeaderBytes) break;
    header_size_ = 0;
    const Frame frame = ReadHeader();
    skip_ = frame.length;
    const Verdict verdict = Judge(frame, now);
    if (first == Verdict::kFine) first = verdict;
  }
  return first;
}

Http2Guard::Frame Http2Guard::ReadHeader() const {
  const auto byte = [this](std::size_t i) { return static_cast<std::uint8_t>(header_[i]); };
  return {
      .length = std::size_t{byte(0)} << 16 | std::size_t{byte(1)} << 8 | byte(2), .kind = byte(3), .flags = byte(4)};
}

Http2Guard::Verdict Http2Guard::Judge(const Frame& frame, absl::Duration now) {
  const auto within = [now](Allowance& allowance, Verdict otherwise) {
    return allowance.Take(now) ? Verdict::kFine : otherwise;
  };
  switch (frame.kind) {
    case kHeaders:
      if (const Verdict verdict = JudgeCall(now); verdict != Verdict::kFine) return verdict;
      block_bytes_ = block_frames_ = 0;
      return JudgeBlock(frame);
    case kContinuation:
      // One that continues nothing is gRPC's to refuse.
      return in_block_ ? JudgeBlock(frame) : Verdict::kFine;
    case kResetStream:
      return within(resets_, Verdict::kResets);
    case kData:
      if (frame.length > 0 || (frame.flags & kEndStream) != 0) return Verdict::kFine;
      return within(control_, Verdict::kControl);
    case kSettings:
      acknowledged_ = acknowledged_ || (frame.flags & kAcknowledgement) != 0;
      return within(control_, Verdict::kControl);
    case kWindowUpdate:
      // A reader sends one for each message it takes.
      return Verdict::kFine;
    default:
      return within(control_, Verdict::kControl);
  }
}

Http2Guard::Verdict Http2Guard::JudgeCall(absl::Duration now) {
  if (!acknowledged_ && ++unbound_streams_ > kUnboundStreams) return Verdict::kUnbound;
  return streams_.Take(now) ? Verdict::kFine : Verdict::kStreams;
}

Http2Guard::Verdict Http2Guard::JudgeBlock(const Frame& frame) {
  in_block_ = (frame.flags & kEndHeaders) == 0;
  block_bytes_ += frame.length;
  ++block_frames_;
  return block_bytes_ <= kBlockBytes && block_frames_ <= kBlockFrames ? Verdict::kFine : Verdict::kHeaderBlock;
}

std::string_view TextOf(Http2Guard::Verdict verdict) {
  switch (verdict) {
    case Http2Guard::Verdict::kFine:
      return "fine";
    case Http2Guard::Verdict::kHeaderBlock:
      return "cut off: a block of headers without end";
    case Http2Guard::Verdict::kStreams:
      return "cut off: too many calls";
    case Http2Guard::Verdict::kUnbound:
      return "cut off: many calls and our settings not acknowledged";
    case Http2Guard::Verdict::kResets:
      return "cut off: too many calls given up";
    case Http2Guard::Verdict::kControl:
      return "cut off: too many frames that carry nothing";
  }
  return "";
}

}  // namespace conclave::rpc
