#include "client-qt/core/document.h"

#include <QStringList>

namespace conclave::desktop {

QString Document::PlainText() const {
  QStringList texts;
  for (const Block& block : blocks) texts.push_back(block.text);
  return texts.join(u'\n');
}

const DocumentPtr& AbsentDocument() {
  static const DocumentPtr absent = std::make_shared<const Document>();
  return absent;
}

DocumentPtr PlainDocument(const QString& text) {
  return std::make_shared<const Document>(Document{.blocks = {{.text = text}}});
}

}  // namespace conclave::desktop
