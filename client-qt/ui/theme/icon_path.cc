#include "client-qt/ui/theme/icon_path.h"

#include <array>
#include <charconv>

namespace conclave::desktop {
namespace {

// Takes tokens off the front of a drawing.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  // 0 at the end.
  char Letter() {
    Skip();
    if (rest_.empty()) return 0;
    const char letter = rest_.front();
    rest_.remove_prefix(1);
    return letter;
  }

  template <std::size_t kCount>
  bool Numbers(std::array<double, kCount>& out) {
    for (double& number : out) {
      Skip();
      const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), number);
      if (error != std::errc()) return false;
      rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    }
    return true;
  }

 private:
  void Skip() {
    while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
  }

  std::string_view rest_;
};

bool ReadLine(Reader& reader, char letter, QPainterPath& path) {
  std::array<double, 2> p{};
  std::array<double, 4> q{};
  std::array<double, 6> c{};
  switch (letter) {
    case 'M':
      if (!reader.Numbers(p)) return false;
      path.moveTo(p[0], p[1]);
      return true;
    case 'L':
      if (!reader.Numbers(p)) return false;
      path.lineTo(p[0], p[1]);
      return true;
    case 'Q':
      if (!reader.Numbers(q)) return false;
      path.quadTo(q[0], q[1], q[2], q[3]);
      return true;
    case 'C':
      if (!reader.Numbers(c)) return false;
      path.cubicTo(c[0], c[1], c[2], c[3], c[4], c[5]);
      return true;
    case 'Z':
      path.closeSubpath();
      return true;
    default:
      return false;
  }
}

bool ReadShape(Reader& reader, char letter, QPainterPath& path) {
  std::array<double, 3> o{};
  std::array<double, 5> r{};
  switch (letter) {
    case 'O':
      if (!reader.Numbers(o)) return false;
      path.addEllipse(QPointF(o[0], o[1]), o[2], o[2]);
      return true;
    case 'R':
      if (!reader.Numbers(r)) return false;
      path.addRoundedRect(QRectF(r[0], r[1], r[2], r[3]), r[4], r[4]);
      return true;
    case 'A': {
      if (!reader.Numbers(r)) return false;
      const QRectF square(r[0] - r[2], r[1] - r[2], 2 * r[2], 2 * r[2]);
      path.arcMoveTo(square, r[3]);
      path.arcTo(square, r[3], r[4]);
      return true;
    }
    default:
      return false;
  }
}

}  // namespace

QPainterPath ReadIconPath(std::string_view drawing) {
  QPainterPath path;
  Reader reader(drawing);
  for (char letter = reader.Letter(); letter != 0; letter = reader.Letter()) {
    if (!ReadLine(reader, letter, path) && !ReadShape(reader, letter, path)) return {};
  }
  return path;
}

}  // namespace conclave::desktop
