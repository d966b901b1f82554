#ifndef CONCLAVE_SERVER_RPC_HTTP2_GUARD_H_
#define CONCLAVE_SERVER_RPC_HTTP2_GUARD_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "absl/time/time.h"

namespace conclave::rpc {

// So many at once, and so many more each second.
struct Budget {
  double burst = 0;
  double per_second = 0;
};

// What is left of a budget. Confined to its owner.
class Allowance {
 public:
  explicit Allowance(const Budget& budget) : budget_(budget), left_(budget.burst) {}
  // Takes one; false when there is none.
  bool Take(absl::Duration now);

 private:
  Budget budget_;
  double left_;
  absl::Duration refilled_ = absl::ZeroDuration();
};

// Reads along what one peer sends over HTTP/2, frame header by frame header, and says when it is more than any client
// has reason to send. gRPC 1.51 parses a header block that never ends in quadratic time and has no bound on streams
// that are opened and reset (CVE-2023-33953, CVE-2023-44487). Confined to whoever reads the connection.
class Http2Guard {
 public:
  enum class Verdict {
    kFine,
    kHeaderBlock,  // a block of headers that is too large or in too many pieces
    kStreams,      // too many calls
    kUnbound,      // many calls by a peer that has not acknowledged our settings, and so is not bound by them
    kResets,       // too many calls given up
    kControl,      // too many frames that carry nothing
  };

  // Encoded bytes and frames of one block of headers; gRPC refuses more than 8 KiB of headers.
  static constexpr std::size_t kBlockBytes = 16 * 1024;
  static constexpr std::size_t kBlockFrames = 8;
  // gRPC's bounds on headers and on calls at a time hold from the acknowledgement on.
  static constexpr std::size_t kUnboundStreams = 100;
  static constexpr Budget kStreams = {.burst = 2000, .per_second = 1000};
  static constexpr Budget kResets = {.burst = 200, .per_second = 50};
  static constexpr Budget kControl = {.burst = 500, .per_second = 100};

  // What was read next, and the first thing that is wrong with it; `now` is monotonic. After anything but kFine the
  // connection is to be closed.
  Verdict Read(std::string_view bytes, absl::Duration now);

 private:
  static constexpr std::size_t kPrefaceBytes = 24;
  static constexpr std::size_t kHeaderBytes = 9;

  struct Frame {
    std::size_t length = 0;
    std::uint8_t kind = 0;
    std::uint8_t flags = 0;
  };

  [[nodiscard]] Frame ReadHeader() const;
  Verdict Judge(const Frame& frame, absl::Duration now);
  Verdict JudgeCall(absl::Duration now);
  Verdict JudgeBlock(const Frame& frame);

  // Bytes that are not looked at: the preface, then the payload of each frame.
  std::size_t skip_ = kPrefaceBytes;
  std::array<char, kHeaderBytes> header_ = {};
  std::size_t header_size_ = 0;
  // Of the block of headers that has not ended.
  bool in_block_ = false;
  std::size_t block_bytes_ = 0;
  std::size_t block_frames_ = 0;
  // The peer has acknowledged our settings; calls it made before.
  bool acknowledged_ = false;
  std::size_t unbound_streams_ = 0;
  Allowance streams_{kStreams};
  Allowance resets_{kResets};
  Allowance control_{kControl};
};

// For the log; ends with a null character.
std::string_view TextOf(Http2Guard::Verdict verdict);

}  // namespace conclave::rpc

#endif  // CONCLAVE_SERVER_RPC_HTTP2_GUARD_H_
