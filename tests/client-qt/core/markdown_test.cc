#include "client-qt/core/markdown.h"

#include <gmock/gmock.h>

#include <QElapsedTimer>
#include <random>
#include <string>

namespace conclave::desktop {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Block Only(std::string_view text) {
  const DocumentPtr document = ParseMarkdown(text);
  EXPECT_EQ(document->blocks.size(), 1u) << text;
  return document->blocks.front();
}

std::string TextOf(std::string_view text) { return Only(text).text.toStdString(); }

Span Bold(int start, int length) { return {.start = start, .length = length, .bold = true}; }
Span Italic(int start, int length) { return {.start = start, .length = length, .italic = true}; }
Span Code(int start, int length) { return {.start = start, .length = length, .code = true}; }
Span Link(int start, int length, const QString& link) { return {.start = start, .length = length, .link = link}; }

TEST(MarkdownTest, PlainTextIsOneParagraphWithoutSpans) {
  EXPECT_EQ(TextOf("Good morning, everybody."), "Good morning, everybody.");
  EXPECT_THAT(Only("Good morning").spans, IsEmpty());
}

TEST(MarkdownTest, EmphasisAndCodeBecomeSpans) {
  const Block block = Only("a **bold** and *italic* and `code` b");
  EXPECT_EQ(block.text, QStringLiteral("a bold and italic and code b"));
  EXPECT_THAT(block.spans, ElementsAre(Bold(2, 4), Italic(11, 6), Code(22, 4)));
}

TEST(MarkdownTest, EmphasisAtTheBeginningOfALineCounts) {
  EXPECT_THAT(Only("**bold**\n_italic_\n`code`").spans, ElementsAre(Bold(0, 4), Italic(5, 6), Code(12, 4)));
}

TEST(MarkdownTest, NestedEmphasisIsOneSpanPerLook) {
  const Block block = Only("***both* bold**");
  EXPECT_EQ(block.text, QStringLiteral("both bold"));
  ASSERT_EQ(block.spans.size(), 2u);
  EXPECT_TRUE(block.spans[0].bold && block.spans[0].italic);
  EXPECT_THAT(block.spans[1], Bold(4, 5));
}

TEST(MarkdownTest, SpansCountUtf16Units) { EXPECT_THAT(Only("😀ä **b**").spans, ElementsAre(Bold(4, 1))); }

TEST(MarkdownTest, LineFeedsStayLineFeeds) {
  EXPECT_EQ(TextOf("one\ntwo  \nthree"), "one\ntwo\nthree");
  EXPECT_EQ(TextOf("one\n\n\nfour"), "one\n\n\nfour");
  EXPECT_EQ(TextOf("\n\none\n\n"), "one");
  EXPECT_EQ(TextOf("one\r\ntwo\rthree"), "one\ntwo\nthree");
}

TEST(MarkdownTest, EmphasisDoesNotCrossAnEmptyLine) {
  EXPECT_EQ(TextOf("**one\n\ntwo**"), "**one\n\ntwo**");
  EXPECT_EQ(TextOf("**one\ntwo**"), "one\ntwo");
}

TEST(MarkdownTest, BlockMarksAreShownAsTyped) {
  for (const std::string text :
       {"# no heading", "#hashtag", "- one\n- two", "* star", "+ plus", "1. one\n2. two", "> no quote", "---", "***",
        "___", "title\n===", "title\n---", "| a | b |\n|---|---|\n| 1 | 2 |", "[x]: http://example.org", "- [ ] task",
        "  indented by two"}) {
    EXPECT_EQ(TextOf(text), text);
    for (const Span& span : Only(text).spans) EXPECT_FALSE(span.bold || span.italic || span.code) << text;
  }
}

TEST(MarkdownTest, HtmlAndEntitiesAreShownAsTyped) {
  for (const std::string text : {"<b>bold</b>", "<script>alert(1)</script>", "a &lt; b &amp; c", "<!-- no -->",
                                 "<div>\nblock\n</div>", "&#x41;"}) {
    EXPECT_EQ(TextOf(text), text);
    EXPECT_THAT(Only(text).spans, IsEmpty()) << text;
  }
}

TEST(MarkdownTest, FencedCodeIsABlockOfItsOwn) {
  const DocumentPtr document = ParseMarkdown("see:\n```cpp\nint *a;\n\n  b **c**\n```\nafter");
  ASSERT_EQ(document->blocks.size(), 3u);
  EXPECT_EQ(document->blocks[0].text, QStringLiteral("see:"));
  EXPECT_EQ(document->blocks[1].kind, BlockKind::kCode);
  EXPECT_EQ(document->blocks[1].text, QStringLiteral("int *a;\n\n  b **c**"));
  EXPECT_EQ(document->blocks[2].text, QStringLiteral("after"));
}

TEST(MarkdownTest, IndentedCodeIsABlockOfItsOwn) {
  const DocumentPtr document = ParseMarkdown("see:\n\n    one\n\n      two\n\nafter");
  ASSERT_EQ(document->blocks.size(), 3u);
  EXPECT_EQ(document->blocks[1].kind, BlockKind::kCode);
  EXPECT_EQ(document->blocks[1].text, QStringLiteral("one\n\n  two"));
}

TEST(MarkdownTest, LinksToTheWebAndToMailAreLinks) {
  const QString http = QStringLiteral("http://example.org/a?b=c&d=e");
  EXPECT_THAT(Only("see http://example.org/a?b=c&d=e now").spans, ElementsAre(Link(4, 28, http)));
  EXPECT_THAT(Only("[here](https://example.org)").spans,
              ElementsAre(Link(0, 4, QStringLiteral("https://example.org"))));
  EXPECT_THAT(Only("ines@example.org").spans, ElementsAre(Link(0, 16, QStringLiteral("mailto:ines@example.org"))));
  EXPECT_EQ(TextOf("[here](https://example.org)"), "here");
}

TEST(MarkdownTest, OtherSchemesAreShownAsTyped) {
  for (const std::string text :
       {"[x](javascript:alert(1))", "[x](file:///etc/passwd)", "[x](data:text/html,hi)", "[x](relative)", "[x]()",
        "[x](JaVaScRiPt:alert(1))", "![x](https://example.org/a.png)", "[x](https://)", "[x](vbscript:a)",
        "[**x**](ftp://example.org)"}) {
    const Block block = Only(text);
    for (const Span& span : block.spans) EXPECT_TRUE(span.link.isEmpty()) << text;
    if (text.find('*') != std::string::npos) continue;
    EXPECT_EQ(block.text.toStdString(), text);
  }
}

TEST(MarkdownTest, BrokenUtf8AndControlsAreReplaced) {
  const QString replaced(1, QChar::ReplacementCharacter);
  EXPECT_EQ(Only("a\xff b").text, QStringLiteral("a%1 b").arg(replaced));
  EXPECT_EQ(Only(std::string_view("a\0b", 3)).text, QStringLiteral("a%1b").arg(replaced));
  EXPECT_EQ(Only("a\f\x1b[31m").text, QStringLiteral("a%1%1[31m").arg(replaced));
}

TEST(MarkdownTest, NothingIsOneEmptyParagraph) {
  EXPECT_EQ(TextOf(""), "");
  EXPECT_EQ(TextOf(" \n\t\n"), "");
}

void ExpectSound(const Document& document) {
  ASSERT_FALSE(document.blocks.empty());
  for (const Block& block : document.blocks) {
    int end = 0;
    for (const Span& span : block.spans) {
      EXPECT_GE(span.start, end);
      EXPECT_GT(span.length, 0);
      end = span.start + span.length;
    }
    EXPECT_LE(end, block.text.size());
  }
}

// Texts that make parsers slow or deep.
std::string Repeated(std::string_view part) {
  std::string text;
  while (text.size() < 16 * 1024) text += part;
  return text;
}

class HostileMarkdownTest : public ::testing::TestWithParam<const char*> {};

TEST_P(HostileMarkdownTest, EndsSoonAndIsSound) {
  const std::string text = Repeated(GetParam());
  QElapsedTimer timer;
  timer.start();
  ExpectSound(*ParseMarkdown(text));
  // What is not in proportion to the size takes minutes or the whole stack.
  EXPECT_LT(timer.elapsed(), 10'000);
}

INSTANTIATE_TEST_SUITE_P(Patterns, HostileMarkdownTest,
                         ::testing::Values("*", "_", "**a", "*a_", "`", "``a", "[", "]", "![", "[](", "[a](", "](", "<",
                                           "<a ", "<!--", "&", "\\", "> ", "- ", "    ", "\n", "\t", "a\n", "```\n",
                                           "http://", "http://a.b ", "a@b.c ", "www.", "~", "~~~\n", "[a](http://b)",
                                           "**[`", "*_", "_*a", "(((", "\xff", "😀", "[[", "||", "![[]("));

TEST(MarkdownTest, RandomTextsAreSound) {
  constexpr std::string_view kAlphabet = "ab *_`[]()<>!\\\n\t&#-+.:/@~|1\"'";
  std::mt19937 random(1);
  for (int round = 0; round < 2000; ++round) {
    std::string text(random() % 200, ' ');
    for (char& c : text) c = kAlphabet[random() % kAlphabet.size()];
    SCOPED_TRACE(text);
    ExpectSound(*ParseMarkdown(text));
  }
}

}  // namespace
}  // namespace conclave::desktop
