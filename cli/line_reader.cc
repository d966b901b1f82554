#include "cli/line_reader.h"

#include <unistd.h>

#include <array>
#include <cerrno>

namespace conclave::cli {

void LineReader::Fill() {
  std::array<char, 64 * 1024> bytes;
  const ssize_t count = read(fd_, bytes.data(), bytes.size());
  if (count > 0) {
    buffer_.erase(0, begin_);
    begin_ = 0;
    buffer_.append(bytes.data(), static_cast<std::size_t>(count));
  } else if (count == 0 || (errno != EINTR && errno != EAGAIN)) {
    ended_ = true;
  }
}

bool LineReader::Next(std::string& line) {
  const std::size_t end = buffer_.find('\n', begin_);
  const std::size_t left = buffer_.size() - begin_;
  if (end != std::string::npos) {
    line = buffer_.substr(begin_, end - begin_);
    begin_ = end + 1;
    return true;
  }
  if ((!ended_ || left == 0) && left < kMaxLine) return false;
  line = buffer_.substr(begin_);
  begin_ = buffer_.size();
  return true;
}

}  // namespace conclave::cli
