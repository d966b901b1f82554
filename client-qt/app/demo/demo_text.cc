#include "client-qt/app/demo/demo_text.h"

#include <QRegularExpression>
#include <QStringList>
#include <memory>
#include <utility>

namespace conclave::desktop {
namespace {

Block Paragraph(const QString& text) {
  static const QRegularExpression mark(
      QStringLiteral("\\*\\*([^*]+)\\*\\*|\\*([^*]+)\\*|`([^`]+)`|((?:https?://|mailto:)\\S*[^\\s.,;)])"));
  Block block;
  qsizetype at = 0;
  for (auto matches = mark.globalMatch(text); matches.hasNext();) {
    const QRegularExpressionMatch match = matches.next();
    block.text += text.mid(at, match.capturedStart() - at);
    const int group = match.lastCapturedIndex();
    const QString inner = match.captured(group);
    Span span{.start = static_cast<int>(block.text.size()), .length = static_cast<int>(inner.size())};
    span.bold = group == 1;
    span.italic = group == 2;
    span.code = group == 3;
    if (group == 4) span.link = inner;
    block.spans.push_back(span);
    block.text += inner;
    at = match.capturedEnd();
  }
  block.text += text.mid(at);
  return block;
}

}  // namespace

DocumentPtr DemoText(const QString& text) {
  Document document;
  const QStringList parts = text.split(QStringLiteral("```"));
  for (qsizetype i = 0; i < parts.size(); ++i) {
    QString part = parts[i];
    while (part.startsWith(u'\n')) part.remove(0, 1);
    while (part.endsWith(u'\n')) part.chop(1);
    if (part.isEmpty()) continue;
    document.blocks.push_back(i % 2 == 0 ? Paragraph(part) : Block{.kind = BlockKind::kCode, .text = part});
  }
  return std::make_shared<const Document>(std::move(document));
}

}  // namespace conclave::desktop
