#include "server/store/sqlite/wal_check.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <span>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"

namespace conclave::store {
namespace {

constexpr std::size_t kWalHeaderBytes = 32;
constexpr std::size_t kWalFrameHeaderBytes = 24;
// Its last bit says in which order of bytes the checksums are made.
constexpr std::uint32_t kMagic = 0x377f0682;

using Bytes = std::span<const unsigned char>;

std::uint32_t Big(Bytes bytes, std::size_t at) {
  return std::uint32_t{bytes[at]} << 24 | std::uint32_t{bytes[at + 1]} << 16 | std::uint32_t{bytes[at + 2]} << 8 |
         std::uint32_t{bytes[at + 3]};
}

std::uint32_t Little(Bytes bytes, std::size_t at) {
  return std::uint32_t{bytes[at + 3]} << 24 | std::uint32_t{bytes[at + 2]} << 16 | std::uint32_t{bytes[at + 1]} << 8 |
         std::uint32_t{bytes[at]};
}

// A checksum goes on from the one before it, so that frames are a chain.
struct Checksum {
  std::uint32_t first = 0;
  std::uint32_t second = 0;

  void Add(Bytes bytes, bool big) {
    for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
      first += (big ? Big(bytes, at) : Little(bytes, at)) + second;
      second += (big ? Big(bytes, at + 4) : Little(bytes, at + 4)) + first;
    }
  }
  bool operator==(const Checksum&) const = default;
};

Checksum ChecksumAt(Bytes bytes, std::size_t at) { return {Big(bytes, at), Big(bytes, at + 4)}; }

// Goes through the frames of one log. Confined to its scope.
class WalReader {
 public:
  explicit WalReader(Bytes header) {
    const std::uint32_t magic = Big(header, 0);
    big_ = (magic & 1) != 0;
    page_bytes_ = Big(header, 8);
    salt_ = Big(header, 16);
    pepper_ = Big(header, 20);
    Checksum sum;
    sum.Add(header.first(24), big_);
    before_ = ChecksumAt(header, 24);
    broken_ = (magic & ~1U) != kMagic || sum != before_;
    if (!std::has_single_bit(page_bytes_) || page_bytes_ < 512 || page_bytes_ > 65'536) {
      broken_ = true;
      page_bytes_ = 4096;
    }
    if (broken_) {
      big_ = false;
      first_damage_ = 0;
      trusts_salts_ = false;
    }
  }

  [[nodiscard]] std::size_t frame_bytes() const { return kWalFrameHeaderBytes + page_bytes_; }
  // Of the header, or of the frame that does not hold, from 1.
  [[nodiscard]] std::uint64_t first_damage() const { return first_damage_; }

  // False when this frame proves that commits follow on something that does not hold.
  bool Take(Bytes frame) {
    ++number_;
    if (!trusts_salts_) {
      salt_ = Big(frame, 8);
      pepper_ = Big(frame, 12);
      trusts_salts_ = true;
    }
    const bool ours = Big(frame, 8) == salt_ && Big(frame, 12) == pepper_;
    Checksum sum = before_;
    sum.Add(frame.first(8), big_);
    sum.Add(frame.subspan(kWalFrameHeaderBytes), big_);
    before_ = ChecksumAt(frame, 16);
    const bool follows = ours && sum == before_;
    if (follows && broken_ && committed_) return false;
    if (!follows && !broken_) {
      broken_ = true;
      first_damage_ = number_;
    }
    // Frames left over from a commit that failed are never followed by another commit: the next one is written over
    // their beginning.
    if (!follows) committed_ = false;
    if (ours && broken_ && Big(frame, 4) != 0) committed_ = true;
    return true;
  }

 private:
  bool big_ = false;
  std::uint32_t page_bytes_ = 0;
  std::uint32_t salt_ = 0;
  std::uint32_t pepper_ = 0;
  bool trusts_salts_ = true;
  Checksum before_;
  std::uint64_t number_ = 0;
  bool broken_ = false;
  std::uint64_t first_damage_ = 0;
  // The chain after what does not hold has had the end of a commit.
  bool committed_ = false;
};

bool Fill(std::ifstream& file, std::vector<unsigned char>& bytes) {
  return static_cast<bool>(
      file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size())));
}

}  // namespace

absl::Status CheckWal(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<unsigned char> header(kWalHeaderBytes);
  if (!file || !Fill(file, header)) return absl::OkStatus();
  WalReader reader(header);
  std::vector<unsigned char> frame(reader.frame_bytes());
  while (Fill(file, frame)) {
    if (reader.Take(frame)) continue;
    return absl::DataLossError(absl::StrCat(
        "its log ", path, " is damaged in ",
        reader.first_damage() == 0 ? std::string("its header") : absl::StrCat("frame ", reader.first_damage()),
        ", and commits follow that would be lost"));
  }
  return absl::OkStatus();
}

}  // namespace conclave::store
