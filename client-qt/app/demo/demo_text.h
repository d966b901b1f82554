#ifndef CONCLAVE_CLIENT_QT_APP_DEMO_DEMO_TEXT_H_
#define CONCLAVE_CLIENT_QT_APP_DEMO_DEMO_TEXT_H_

#include <QString>

#include "client-qt/core/document.h"

namespace conclave::desktop {

// A document from a few marks, enough for scenes: **bold**, *italic*, `code`, addresses as links, and lines between
// ``` as a block of code.
DocumentPtr DemoText(const QString& text);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_APP_DEMO_DEMO_TEXT_H_
