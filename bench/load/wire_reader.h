#ifndef CONCLAVE_BENCH_LOAD_WIRE_READER_H_
#define CONCLAVE_BENCH_LOAD_WIRE_READER_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace conclave::bench {

// Goes through the fields of one encoded protobuf message without making anything of them. Refers to the bytes it was
// given. Confined to one thread; a value of its user.
class WireReader {
 public:
  explicit WireReader(std::string_view bytes) : rest_(bytes) {}

  // Goes to the next field. False at the end, or when the bytes are no message.
  bool Next() {
    if (rest_.empty() || !ok_) return false;
    const std::uint64_t tag = Varint();
    field_ = static_cast<std::uint32_t>(tag >> 3);
    number_ = 0;
    bytes_ = {};
    switch (tag & 7) {
      case 0:
        number_ = Varint();
        break;
      case 1:
        bytes_ = Take(8);
        break;
      case 2:
        bytes_ = Take(Varint());
        break;
      case 5:
        bytes_ = Take(4);
        break;
      default:
        ok_ = false;
    }
    return ok_;
  }

  [[nodiscard]] std::uint32_t field() const { return field_; }
  // Of a field that is a number; else 0.
  [[nodiscard]] std::uint64_t number() const { return number_; }
  // Of a field that is none.
  [[nodiscard]] std::string_view bytes() const { return bytes_; }
  [[nodiscard]] bool ok() const { return ok_; }

 private:
  std::uint64_t Varint() {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < rest_.size() && i < 10; ++i) {
      const auto byte = static_cast<std::uint8_t>(rest_[i]);
      value |= std::uint64_t{byte & 0x7fu} << (7 * i);
      if (byte < 0x80) {
        rest_.remove_prefix(i + 1);
        return value;
      }
    }
    ok_ = false;
    return 0;
  }

  std::string_view Take(std::uint64_t size) {
    if (!ok_ || size > rest_.size()) {
      ok_ = false;
      return {};
    }
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  std::string_view rest_;
  std::uint32_t field_ = 0;
  std::uint64_t number_ = 0;
  std::string_view bytes_;
  bool ok_ = true;
};

}  // namespace conclave::bench

#endif  // CONCLAVE_BENCH_LOAD_WIRE_READER_H_
