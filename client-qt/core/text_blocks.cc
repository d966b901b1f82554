#include "client-qt/core/text_blocks.h"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace conclave::desktop {
namespace {

constexpr std::size_t kCodeIndent = 4;
constexpr std::size_t kFenceLength = 3;

std::vector<std::string_view> SplitLines(std::string_view text) {
  std::vector<std::string_view> lines;
  for (;;) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

bool IsBlank(std::string_view line) { return line.find_first_not_of(" \t") == std::string_view::npos; }

// The line without the indentation of code; nothing when it has none.
std::optional<std::string_view> Unindented(std::string_view line) {
  std::size_t spaces = 0;
  while (spaces < line.size() && spaces < kCodeIndent && line[spaces] == ' ') ++spaces;
  if (spaces == kCodeIndent) return line.substr(spaces);
  if (spaces < line.size() && line[spaces] == '\t') return line.substr(spaces + 1);
  return std::nullopt;
}

struct Fence {
  char mark = '`';
  std::size_t length = 0;
  std::size_t indent = 0;
  std::string_view rest;
};

std::optional<Fence> FenceOf(std::string_view line) {
  const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
  if (indent >= kCodeIndent || indent == line.size()) return std::nullopt;
  const char mark = line[indent];
  if (mark != '`' && mark != '~') return std::nullopt;
  const std::size_t end = std::min(line.find_first_not_of(mark, indent), line.size());
  if (end - indent < kFenceLength) return std::nullopt;
  return Fence{.mark = mark, .length = end - indent, .indent = indent, .rest = line.substr(end)};
}

bool Opens(const Fence& fence) {
  // `a` ```b``` is code within a line.
  return fence.mark != '`' || fence.rest.find('`') == std::string_view::npos;
}

bool Closes(const Fence& fence, const Fence& opening) {
  return fence.mark == opening.mark && fence.length >= opening.length && IsBlank(fence.rest);
}

// Makes blocks of lines, from the first on.
class Splitter {
 public:
  explicit Splitter(std::string_view text) : lines_(SplitLines(text)) {}

  std::vector<TextBlock> Split() {
    while (at_ < lines_.size()) {
      const std::optional<Fence> fence = FenceOf(lines_[at_]);
      if (fence && Opens(*fence)) {
        EndParagraph();
        TakeFenced(*fence);
      } else if ((paragraph_.empty() || IsBlank(paragraph_.back())) && !IsBlank(lines_[at_]) &&
                 Unindented(lines_[at_])) {
        EndParagraph();
        TakeIndented();
      } else {
        paragraph_.push_back(lines_[at_++]);
      }
    }
    EndParagraph();
    return std::move(blocks_);
  }

 private:
  void TakeFenced(const Fence& opening) {
    TextBlock block{.kind = BlockKind::kCode, .lines = {}};
    for (++at_; at_ < lines_.size(); ++at_) {
      const std::optional<Fence> fence = FenceOf(lines_[at_]);
      if (fence && Closes(*fence, opening)) {
        ++at_;
        break;
      }
      std::string_view line = lines_[at_];
      line.remove_prefix(std::min({opening.indent, line.find_first_not_of(' '), line.size()}));
      block.lines.push_back(line);
    }
    blocks_.push_back(std::move(block));
  }

  void TakeIndented() {
    TextBlock block{.kind = BlockKind::kCode, .lines = {}};
    std::size_t end = at_;
    for (; at_ < lines_.size(); ++at_) {
      const std::optional<std::string_view> line = Unindented(lines_[at_]);
      if (!line && !IsBlank(lines_[at_])) break;
      block.lines.push_back(line.value_or(std::string_view()));
      if (!IsBlank(lines_[at_])) end = at_ + 1;
    }
    block.lines.resize(block.lines.size() - (at_ - end));
    at_ = end;
    blocks_.push_back(std::move(block));
  }

  void EndParagraph() {
    const auto filled = [](std::string_view line) { return !IsBlank(line); };
    const auto begin = std::find_if(paragraph_.begin(), paragraph_.end(), filled);
    const auto end = std::find_if(paragraph_.rbegin(), paragraph_.rend(), filled).base();
    if (begin < end) blocks_.push_back({.kind = BlockKind::kParagraph, .lines = {begin, end}});
    paragraph_.clear();
  }

  const std::vector<std::string_view> lines_;
  std::size_t at_ = 0;
  std::vector<std::string_view> paragraph_;
  std::vector<TextBlock> blocks_;
};

}  // namespace

std::vector<TextBlock> SplitBlocks(std::string_view text) { return Splitter(text).Split(); }

}  // namespace conclave::desktop
