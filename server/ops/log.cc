#include "server/ops/log.h"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "server/core/clock.h"

namespace conclave::ops {
namespace {

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

// Lives for ever, so that whatever ends last can still log.
spdlog::logger& Logger() {
  static spdlog::logger& logger = *[] {
    auto* made = new spdlog::logger("conclave", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_formatter(std::make_unique<spdlog::pattern_formatter>("%v", spdlog::pattern_time_type::utc));
    made->set_level(spdlog::level::info);
    made->flush_on(spdlog::level::trace);
    return made;
  }();
  return logger;
}

void Write(LogLevel level, std::string_view component, std::string_view message, std::span<const LogField> fields) {
  if (!IsLogged(level)) return;
  const std::string line = FormatLogLine(SystemClock().NowUs(), level, component, message, fields);
  Logger().log(ToSpdlog(level), spdlog::string_view_t(line));
}

LogLevel ToLevel(Journal::Severity severity) {
  switch (severity) {
    case Journal::Severity::kDebug:
      return LogLevel::kDebug;
    case Journal::Severity::kInfo:
      return LogLevel::kInfo;
    case Journal::Severity::kWarning:
      return LogLevel::kWarning;
    case Journal::Severity::kError:
      return LogLevel::kError;
  }
  return LogLevel::kError;
}

class LogOfJournal final : public Journal {
 public:
  void Note(Severity severity, std::string_view component, std::string_view message,
            std::initializer_list<Fact> facts) override {
    std::vector<LogField> fields;
    for (const Fact& fact : facts) fields.push_back({.key = fact.key, .value = fact.value});
    Write(ToLevel(severity), component, message, fields);
  }
};

}  // namespace

Journal& LogJournal() {
  static LogOfJournal journal;
  return journal;
}

void Log(LogLevel level, std::string_view component, std::string_view message, std::initializer_list<LogField> fields) {
  Write(level, component, message, {fields.begin(), fields.end()});
}

void SetLogLevel(LogLevel level) { Logger().set_level(ToSpdlog(level)); }

bool IsLogged(LogLevel level) { return Logger().should_log(ToSpdlog(level)); }

}  // namespace conclave::ops
