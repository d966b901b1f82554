#ifndef CONCLAVE_TESTS_SUPPORT_HISTORY_RULES_H_
#define CONCLAVE_TESTS_SUPPORT_HISTORY_RULES_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/history.h"
#include "tests/support/history_checker.h"

namespace conclave::testing {

// The parts of CheckHistory; nobody else includes this.

using Verdict = std::vector<Violation>;

// A stored log with what follows from it. Immutable; `log` outlives it.
class LogIndex {
 public:
  explicit LogIndex(const StoredLog& log);

  // Null when the room has no such event.
  [[nodiscard]] const v1::RoomEvent* Find(RoomId room, Seq seq) const;
  [[nodiscard]] Seq HeadOf(RoomId room) const;
  // Whether the user may ever have been shown that event.
  [[nodiscard]] bool MaySee(UserId user, RoomId room, Seq seq) const;
  // Whether the user became a member (again) after that event.
  [[nodiscard]] bool JoinsAfter(UserId user, RoomId room, Seq seq) const;
  // The messages a command made, normally one at most.
  [[nodiscard]] std::vector<const v1::RoomEvent*> MessagesOf(DeviceId device, const std::string& command) const;
  // The events around a number, one a line.
  [[nodiscard]] std::string Around(RoomId room, Seq seq) const;

  [[nodiscard]] const StoredLog& log() const { return log_; }

 private:
  // From the event that made the user a member (1 for those there when the room was made) to the one that ended it;
  // open at the end while it lasts.
  struct Membership {
    Seq from = 0;
    Seq to = 0;
  };

  const StoredLog& log_;
  std::map<RoomId, v1::RoomKind> kinds_;
  std::map<std::pair<RoomId, UserId>, std::vector<Membership>> memberships_;
  std::multimap<std::pair<DeviceId, std::string>, const v1::RoomEvent*> messages_;
};

void CheckLog(const LogIndex& log, Verdict& verdict);
void CheckCommands(const std::vector<const Witness*>& witnesses, const LogIndex& log, Verdict& verdict);
void CheckDeliveries(const Witness& witness, const LogIndex& log, Verdict& verdict);

}  // namespace conclave::testing

#endif  // CONCLAVE_TESTS_SUPPORT_HISTORY_RULES_H_
