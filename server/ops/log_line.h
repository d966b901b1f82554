#ifndef CONCLAVE_SERVER_OPS_LOG_LINE_H_
#define CONCLAVE_SERVER_OPS_LOG_LINE_H_

#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/core/ids.h"

namespace conclave::ops {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// "debug", "info", "warning", "error".
std::string_view ToText(LogLevel level);
std::optional<LogLevel> ParseLogLevel(std::string_view text);

// A value as the log shows it, made from what callers have at hand.
class LogValue {
 public:
  LogValue(std::string_view text) : text_(text) {}
  LogValue(const std::string& text) : text_(text) {}
  LogValue(const char* text) : text_(text) {}
  LogValue(bool value) : text_(value ? "true" : "false") {}
  LogValue(absl::Duration value) : text_(absl::FormatDuration(value)) {}
  LogValue(const absl::Status& value) : text_(value.ToString()) {}
  template <std::integral T>
  LogValue(T value) : text_(std::to_string(value)) {}
  template <typename Tag, typename Rep>
  LogValue(Id<Tag, Rep> id) : text_(std::to_string(id.value())) {}

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

struct LogField {
  std::string_view key;
  LogValue value;
};

// "2026-11-24T08:30:00.123Z info  main listening address=127.0.0.1:7443" without a newline. A value is quoted where it
// would not stand alone. Whatever the message and the values hold, the line stays one line that reads as it was meant:
// other than visible characters are written as escapes (\n, \x1b, \u{202e}). Values are cut at kLogValueBytes.
std::string FormatLogLine(TimeUs time, LogLevel level, std::string_view component, std::string_view message,
                          std::span<const LogField> fields);

inline constexpr std::size_t kLogValueBytes = 1024;

}  // namespace conclave::ops

#endif  // CONCLAVE_SERVER_OPS_LOG_LINE_H_
