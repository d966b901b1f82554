#ifndef CONCLAVE_CLIENT_QT_CORE_HAPPENING_H_
#define CONCLAVE_CLIENT_QT_CORE_HAPPENING_H_

#include <QString>

#include "client-qt/core/message.h"

namespace conclave::desktop {

// What happened, in words: "Ines added Ben". `author` and `subject` are the names of those of the message; an empty
// author is the server.
[[nodiscard]] QString Describe(Happening happening, const QString& author, const QString& subject);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_CORE_HAPPENING_H_
