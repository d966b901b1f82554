#include "client-qt/core/markdown.h"

#include <md4c.h>

#include <QByteArray>
#include <QStringList>
#include <QUrl>
#include <algorithm>
#include <utility>

#include "client-qt/core/text_blocks.h"

namespace conclave::desktop {
namespace {

// Begins each line that md4c sees: white space where emphasis and links are concerned, but no indentation, so that no
// line begins a heading, a list, a quote, a rule or a definition. No text holds one.
constexpr char kGuard = '\f';

// Well-formed, with line feeds and tabs as the only control characters.
QByteArray Clean(std::string_view utf8) {
  QString text = QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
  text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
  for (QChar& c : text) {
    if (c == u'\r') c = u'\n';
    if (c.category() == QChar::Other_Control && c != u'\n' && c != u'\t') c = QChar::ReplacementCharacter;
  }
  return text.toUtf8();
}

bool IsAllowed(const QString& address) {
  const QUrl url(address, QUrl::StrictMode);
  if (!url.isValid()) return false;
  const QString scheme = url.scheme();
  if (scheme == u"mailto") return !url.path().isEmpty();
  return (scheme == u"http" || scheme == u"https") && !url.host().isEmpty();
}

QString ToText(const MD_CHAR* text, MD_SIZE size) {
  QString result = QString::fromUtf8(text, static_cast<qsizetype>(size));
  result.remove(QLatin1Char(kGuard));
  return result;
}

// Takes md4c's report of one paragraph into a block. Confined to one parse.
class BlockBuilder {
 public:
  explicit BlockBuilder(Block& block) : block_(block) {}

  void Parse(const QByteArray& guarded) {
    MD_PARSER parser{};
    parser.flags = MD_FLAG_PERMISSIVEAUTOLINKS | MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS;
    parser.enter_block = [](MD_BLOCKTYPE, void*, void*) { return 0; };
    parser.leave_block = [](MD_BLOCKTYPE, void*, void*) { return 0; };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) {
      static_cast<BlockBuilder*>(self)->Enter(type, detail);
      return 0;
    };
    parser.leave_span = [](MD_SPANTYPE type, void*, void* self) {
      static_cast<BlockBuilder*>(self)->Leave(type);
      return 0;
    };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* self) {
      static_cast<BlockBuilder*>(self)->Text(type, text, size);
      return 0;
    };
    md_parse(guarded.constData(), static_cast<MD_SIZE>(guarded.size()), &parser, this);
  }

 private:
  struct Target {
    QString address;
    bool allowed = false;
    bool image = false;
    // Where its text begins.
    qsizetype start = 0;
  };

  void Enter(MD_SPANTYPE type, void* detail) {
    if (type == MD_SPAN_STRONG) ++bold_;
    if (type == MD_SPAN_EM) ++italic_;
    if (type == MD_SPAN_CODE) ++code_;
    if (type == MD_SPAN_A) {
      const MD_ATTRIBUTE& href = static_cast<MD_SPAN_A_DETAIL*>(detail)->href;
      Begin({.address = ToText(href.text, href.size)});
    }
    if (type == MD_SPAN_IMG) {
      const MD_ATTRIBUTE& src = static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src;
      Begin({.address = ToText(src.text, src.size), .image = true});
    }
  }

  void Leave(MD_SPANTYPE type) {
    if (type == MD_SPAN_STRONG) --bold_;
    if (type == MD_SPAN_EM) --italic_;
    if (type == MD_SPAN_CODE) --code_;
    if (type == MD_SPAN_A || type == MD_SPAN_IMG) End();
  }

  void Begin(Target target) {
    target.allowed = !target.image && IsAllowed(target.address);
    target.start = block_.text.size();
    if (!target.allowed) Put(target.image ? QStringLiteral("![") : QStringLiteral("["));
    targets_.push_back(std::move(target));
  }

  void End() {
    const Target target = std::move(targets_.back());
    targets_.pop_back();
    if (target.allowed) return;
    const QString text = block_.text.mid(target.start + 1);
    if (!target.image && text == target.address) {
      // It stood there as a bare address.
      Unput(target.start);
    } else {
      Put(QStringLiteral("](%1)").arg(target.address));
    }
  }

  // Takes the bracket at `at` out again.
  void Unput(qsizetype at) {
    block_.text.remove(at, 1);
    for (auto span = block_.spans.rbegin(); span != block_.spans.rend() && span->start + span->length > at; ++span) {
      if (span->start > at) {
        --span->start;
      } else {
        --span->length;
      }
    }
    std::erase_if(block_.spans, [](const Span& span) { return span.length == 0; });
  }

  void Text(MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size) {
    if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR) {
      Put(QStringLiteral("\n"));
    } else {
      Put(ToText(text, size));
    }
  }

  void Put(const QString& text) {
    if (text.isEmpty()) return;
    const auto allowed =
        std::find_if(targets_.rbegin(), targets_.rend(), [](const Target& target) { return target.allowed; });
    Span span{.start = static_cast<int>(block_.text.size()),
              .length = static_cast<int>(text.size()),
              .bold = bold_ > 0,
              .italic = italic_ > 0,
              .code = code_ > 0,
              .link = allowed != targets_.rend() ? allowed->address : QString()};
    block_.text += text;
    if (!span.bold && !span.italic && !span.code && span.link.isEmpty()) return;
    if (!block_.spans.empty()) {
      Span& last = block_.spans.back();
      const bool same = last.start + last.length == span.start && last.bold == span.bold &&
                        last.italic == span.italic && last.code == span.code && last.link == span.link;
      if (same) {
        last.length += span.length;
        return;
      }
    }
    block_.spans.push_back(std::move(span));
  }

  Block& block_;
  int bold_ = 0;
  int italic_ = 0;
  int code_ = 0;
  std::vector<Target> targets_;
};

QString Join(const std::vector<std::string_view>& lines) {
  QStringList texts;
  for (const std::string_view line : lines) {
    texts.push_back(QString::fromUtf8(line.data(), static_cast<qsizetype>(line.size())));
  }
  return texts.join(u'\n');
}

// Empty lines end emphasis and links: each stretch between them is parsed by itself.
Block ParagraphOf(const std::vector<std::string_view>& lines) {
  Block block;
  BlockBuilder builder(block);
  QByteArray stretch;
  const auto flush = [&] {
    if (!stretch.isEmpty()) builder.Parse(std::exchange(stretch, {}));
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    if (line.find_first_not_of(" \t") == std::string_view::npos) {
      flush();
      block.text += u'\n';
      continue;
    }
    if (!stretch.isEmpty()) {
      stretch += '\n';
    } else if (i > 0) {
      block.text += u'\n';
    }
    stretch += kGuard;
    stretch.append(line.data(), static_cast<qsizetype>(line.size()));
  }
  flush();
  return block;
}

}  // namespace

DocumentPtr ParseMarkdown(std::string_view utf8) {
  const QByteArray text = Clean(utf8);
  auto document = std::make_shared<Document>();
  for (const TextBlock& block : SplitBlocks({text.constData(), static_cast<std::size_t>(text.size())})) {
    if (block.kind == BlockKind::kCode) {
      document->blocks.push_back({.kind = BlockKind::kCode, .text = Join(block.lines), .spans = {}});
    } else {
      document->blocks.push_back(ParagraphOf(block.lines));
    }
  }
  if (document->blocks.empty()) document->blocks.emplace_back();
  return document;
}

}  // namespace conclave::desktop
