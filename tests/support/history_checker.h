#ifndef CONCLAVE_TESTS_SUPPORT_HISTORY_CHECKER_H_
#define CONCLAVE_TESTS_SUPPORT_HISTORY_CHECKER_H_

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/history.h"

namespace conclave::testing {

// What can be wrong with a history. Each has a planted history in history_checker_test.cc.
enum class Fault {
  // The log itself.
  kLogNotDense,         // the numbers of a room are not 1, 2, 3…
  kTimeWentBack,        // an event is older than the one before it
  kWrongOrdinal,        // messages of a room are not counted 1, 2, 3…
  kWrongAuthorOrdinal,  // messages of an author in a room are not counted 1, 2, 3…
  kStoredTwice,         // the same command made the same event twice
  // Commands.
  kInvented,             // stored, but nobody sent it
  kAltered,              // stored with another text or in another room than sent
  kWrongAuthor,          // stored under another user or device than the sender's
  kAckedNotStored,       // acked with a number under which something else or nothing is stored
  kAckChanged,           // the same command was acked in two different ways
  kRefusedButStored,     // sent once, refused for certain, stored nevertheless
  kSendersOrderChanged,  // stored in another order than one client sent
  // Deliveries.
  kUnasked,         // something of a room outside an attachment
  kMissed,          // a number was passed over without a Gap
  kRepeated,        // a number came again, or an older one after it
  kSeenNotStored,   // delivered, but not in the log
  kDiffersFromLog,  // delivered otherwise than stored
  kNotVisible,      // delivered to somebody who was not a member
  kAfterLeaving,    // something of the room after the event that ended the own membership
  kUnjustifiedGap,  // a Gap over numbers that the client should have had
  kWrongCaughtUp,   // CaughtUp names another number than the last one delivered
  kNotComplete,     // the test ended and the client has not all there is
};

std::string_view FaultName(Fault fault);
inline std::ostream& operator<<(std::ostream& out, Fault fault) { return out << FaultName(fault); }

struct Violation {
  Fault fault;
  // For a person: who, what, and what came before it.
  std::string text;
};

// Everything that is wrong with a history: with the stored log in itself, with what was acked, refused and stored
// against what was sent, and with what each client received against the log and its own cursor, over all its streams.
// Empty: acked is stored exactly once, nothing stored is invented, everybody saw the same order without gap, duplicate
// or reorder except explicit and true gaps, and nobody saw anything of a room when not a member. Rooms missing in `log`
// have no events.
std::vector<Violation> CheckHistory(const History& history, const StoredLog& log);

// For EXPECT_TRUE: the violations, grouped and cut to a readable number, are the message.
::testing::AssertionResult HistoryHolds(const History& history, const StoredLog& log);

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_SUPPORT_HISTORY_CHECKER_H_
