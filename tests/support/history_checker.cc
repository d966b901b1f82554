#include "tests/support/history_checker.h"

#include <map>

#include "tests/support/history_rules.h"

namespace conclave::testing {

std::string_view FaultName(Fault fault) {
  switch (fault) {
    case Fault::kLogNotDense:
      return "the log is not dense";
    case Fault::kTimeWentBack:
      return "time went back";
    case Fault::kWrongOrdinal:
      return "wrong ordinal";
    case Fault::kWrongAuthorOrdinal:
      return "wrong author's ordinal";
    case Fault::kStoredTwice:
      return "stored twice";
    case Fault::kInvented:
      return "stored but never sent";
    case Fault::kAltered:
      return "stored otherwise than sent";
    case Fault::kWrongAuthor:
      return "stored under the wrong author";
    case Fault::kAckedNotStored:
      return "acked but not stored so";
    case Fault::kAckChanged:
      return "acked in two ways";
    case Fault::kRefusedButStored:
      return "refused but stored";
    case Fault::kSendersOrderChanged:
      return "the sender's order changed";
    case Fault::kUnasked:
      return "outside an attachment";
    case Fault::kMissed:
      return "missed";
    case Fault::kRepeated:
      return "repeated or out of order";
    case Fault::kSeenNotStored:
      return "seen but not stored";
    case Fault::kDiffersFromLog:
      return "seen otherwise than stored";
    case Fault::kNotVisible:
      return "seen by somebody who may not see it";
    case Fault::kAfterLeaving:
      return "something after the own leave";
    case Fault::kUnjustifiedGap:
      return "unjustified gap";
    case Fault::kWrongCaughtUp:
      return "wrong caught-up number";
    case Fault::kNotComplete:
      return "not complete";
  }
  return "?";
}

std::vector<Violation> CheckHistory(const History& history, const StoredLog& log) {
  Verdict verdict;
  const LogIndex index(log);
  const std::vector<const Witness*> witnesses = history.Witnesses();
  CheckLog(index, verdict);
  CheckCommands(witnesses, index, verdict);
  for (const Witness* witness : witnesses) CheckDeliveries(*witness, index, verdict);
  return verdict;
}

::testing::AssertionResult HistoryHolds(const History& history, const StoredLog& log) {
  constexpr std::size_t kShownPerFault = 3;
  const std::vector<Violation> violations = CheckHistory(history, log);
  if (violations.empty()) return ::testing::AssertionSuccess();
  ::testing::AssertionResult result = ::testing::AssertionFailure();
  result << violations.size() << " violations";
  std::map<Fault, std::size_t> count;
  for (const Violation& violation : violations) {
    if (++count[violation.fault] <= kShownPerFault) result << "\n* " << violation.fault << ": " << violation.text;
  }
  for (const auto& [fault, times] : count) {
    if (times > kShownPerFault) result << "\n* " << fault << ": " << times - kShownPerFault << " more";
  }
  return result;
}

}  // namespace conclave::testing
