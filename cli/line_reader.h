#ifndef CONCLAVE_CLI_LINE_READER_H_
#define CONCLAVE_CLI_LINE_READER_H_

#include <cstddef>
#include <string>

namespace conclave::cli {

// Lines of a file descriptor, read when it is ready. A last line needs no line feed; one longer than the bound comes in
// parts, which are too large to be sent. Confined to its user.
class LineReader {
 public:
  explicit LineReader(int fd) : fd_(fd) {}

  // Reads once; blocks when nothing is there.
  void Fill();
  // The next whole line, if one has been read.
  bool Next(std::string& line);
  // Everything has been read and given out.
  [[nodiscard]] bool AtEnd() const { return ended_ && begin_ == buffer_.size(); }
  // More has to be read before there is a next line.
  [[nodiscard]] bool WantsFill() const { return !ended_; }

 private:
  static constexpr std::size_t kMaxLine = 1024 * 1024;

  const int fd_;
  std::string buffer_;
  std::size_t begin_ = 0;
  bool ended_ = false;
};

}  // namespace conclave::cli

#endif  // CONCLAVE_CLI_LINE_READER_H_
