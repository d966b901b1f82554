#include "server/ops/log_line.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "server/core/strings.h"
#include "server/ops/utf8.h"

namespace conclave::ops {
namespace {

struct LevelName {
  LogLevel level;
  std::string_view name;
  // As wide as all others.
  std::string_view column;
};

constexpr std::array<LevelName, 4> kLevels = {{{LogLevel::kDebug, "debug", "debug"},
                                               {LogLevel::kInfo, "info", "info "},
                                               {LogLevel::kWarning, "warning", "warn "},
                                               {LogLevel::kError, "error", "error"}}};

const LevelName& NameOf(LogLevel level) { return kLevels.at(static_cast<std::size_t>(level)); }

void AppendEscaped(std::string_view text, std::string& out) {
  while (!text.empty()) {
    const Utf8Character character = FirstCharacter(text);
    const std::size_t size = std::max<std::size_t>(character.size, 1);
    if (text.front() == '\n') {
      out += "\\n";
    } else if (text.front() == '"' || text.front() == '\\') {
      absl::StrAppend(&out, "\\", ToAbsl(text.substr(0, 1)));
    } else if (character.size == 0 || (character.size == 1 && !IsVisible(character.code))) {
      absl::StrAppendFormat(&out, "\\x%02x", static_cast<unsigned char>(text.front()));
    } else if (!IsVisible(character.code)) {
      absl::StrAppendFormat(&out, "\\u{%x}", static_cast<unsigned>(character.code));
    } else {
      out += text.substr(0, size);
    }
    text.remove_prefix(size);
  }
}

void AppendValue(std::string_view text, std::string& out) {
  const bool cut = text.size() > kLogValueBytes;
  std::string escaped;
  AppendEscaped(text.substr(0, kLogValueBytes), escaped);
  const bool bare = !cut && !text.empty() && escaped == text && text.find_first_of(" =") == std::string_view::npos;
  absl::StrAppend(&out, bare ? "" : "\"", escaped, bare ? "" : "\"", cut ? "…" : "");
}

}  // namespace

std::string_view ToText(LogLevel level) { return NameOf(level).name; }

std::optional<LogLevel> ParseLogLevel(std::string_view text) {
  const auto* const found = std::ranges::find(kLevels, text, &LevelName::name);
  return found == kLevels.end() ? std::nullopt : std::optional(found->level);
}

std::string FormatLogLine(TimeUs time, LogLevel level, std::string_view component, std::string_view message,
                          std::span<const LogField> fields) {
  const absl::Time moment = absl::FromUnixMillis(time / 1000);
  std::string line = absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", moment, absl::UTCTimeZone());
  absl::StrAppend(&line, " ", ToAbsl(NameOf(level).column), " ", ToAbsl(component), " ");
  AppendEscaped(message, line);
  for (const LogField& field : fields) {
    absl::StrAppend(&line, " ", ToAbsl(field.key), "=");
    AppendValue(field.value.text(), line);
  }
  return line;
}

}  // namespace conclave::ops
