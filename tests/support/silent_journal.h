#ifndef CONCLAVE_TESTS_SUPPORT_SILENT_JOURNAL_H_
#define CONCLAVE_TESTS_SUPPORT_SILENT_JOURNAL_H_

#include <initializer_list>
#include <string_view>

#include "server/core/journal.h"

namespace conclave::testing {

// Hears everything and says nothing. Thread-safe.
class SilentJournal final : public Journal {
 public:
  void Note(Severity, std::string_view, std::string_view, std::initializer_list<Fact>) override {}
};

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_SUPPORT_SILENT_JOURNAL_H_
