#ifndef CONCLAVE_CLIENT_QT_CORE_MARKDOWN_H_
#define CONCLAVE_CLIENT_QT_CORE_MARKDOWN_H_

#include <string_view>

#include "client-qt/core/document.h"

namespace conclave::desktop {

// What a message's text means: bold, italic, code, blocks of code, and links to http, https and mailto. Everything else
// of Markdown and all of HTML is shown as it was typed, line feeds among it. Takes any bytes, never fails, and takes
// time in proportion to them; not for the GUI's thread. The result has at least one block.
DocumentPtr ParseMarkdown(std::string_view utf8);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_CORE_MARKDOWN_H_
