#ifndef CONCLAVE_CLIENT_QT_CORE_REFUSAL_SENTENCE_H_
#define CONCLAVE_CLIENT_QT_CORE_REFUSAL_SENTENCE_H_

#include <QString>

#include "conclave/v1/error.pb.h"

namespace conclave::desktop {

// What a refusal means to the person, in one sentence. Of an error without a reason: its own text, else that there is
// no connection.
[[nodiscard]] QString SentenceFor(const v1::Error& error);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_CORE_REFUSAL_SENTENCE_H_
