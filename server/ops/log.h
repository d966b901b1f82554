#ifndef CONCLAVE_SERVER_OPS_LOG_H_
#define CONCLAVE_SERVER_OPS_LOG_H_

#include <initializer_list>
#include <optional>
#include <string_view>

#include "server/core/journal.h"
#include "server/ops/log_line.h"

namespace conclave::ops {

// Writes one event to standard error as one line (FormatLogLine), at once. Below the level in force it does nothing.
// Never give it the text of a message. Thread-safe; does input and output, so it is not called under a lock.
void Log(LogLevel level, std::string_view component, std::string_view message,
         std::initializer_list<LogField> fields = {});

// Events below it are not written; at first kInfo. Thread-safe.
void SetLogLevel(LogLevel level);
bool IsLogged(LogLevel level);

// The log as a journal for parts that know nothing of it. Thread-safe; lives for ever.
Journal& LogJournal();

}  // namespace conclave::ops

#endif  // CONCLAVE_SERVER_OPS_LOG_H_
