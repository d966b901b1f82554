#ifndef CONCLAVE_SERVER_CORE_JOURNAL_H_
#define CONCLAVE_SERVER_CORE_JOURNAL_H_

#include <initializer_list>
#include <string>
#include <string_view>

namespace conclave {

// Where parts report what happened, one event each; what becomes of it is the implementation's choice. Never the text
// of a message. Thread-safe; may write, so it is not called under a lock.
class Journal {
 public:
  enum class Severity { kDebug, kInfo, kWarning, kError };

  struct Fact {
    std::string_view key;
    std::string value;
  };

  virtual ~Journal() = default;

  virtual void Note(Severity severity, std::string_view component, std::string_view message,
                    std::initializer_list<Fact> facts) = 0;
};

}  // namespace conclave

#endif  // CONCLAVE_SERVER_CORE_JOURNAL_H_
