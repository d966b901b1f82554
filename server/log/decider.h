#ifndef CONCLAVE_SERVER_LOG_DECIDER_H_
#define CONCLAVE_SERVER_LOG_DECIDER_H_

#include "absl/status/statusor.h"
#include "server/chat/commands.h"
#include "server/chat/room_draft.h"
#include "server/chat/rules.h"
#include "server/core/limits.h"
#include "server/core/random.h"
#include "server/log/commit_view.h"

namespace conclave::log {

// Leads each command to its rule: fetches the rows it names from the view, and ids for what it makes. Confined to the
// committer thread.
class Decider {
 public:
  Decider(CommitView& view, const Limits& limits, Random& random) : view_(view), limits_(limits), random_(random) {}

  // The highest ids given out so far, found at start.
  void StartFrom(const store::HighestIds& highest, RoomId lobby);

  absl::StatusOr<chat::Changes> operator()(const chat::Command& command, const chat::Stamp& stamp);

 private:
  absl::StatusOr<chat::Changes> Decide(const chat::SendMessage& command, const chat::Stamp& stamp);
  absl::StatusOr<chat::Changes> Decide(const chat::CreateRoom& command, const chat::Stamp& stamp);
  absl::StatusOr<chat::Changes> Decide(const chat::JoinRoom& command, const chat::Stamp& stamp);
  absl::StatusOr<chat::Changes> Decide(const chat::LeaveRoom& command, const chat::Stamp& stamp);
  absl::StatusOr<chat::Changes> Decide(const chat::InviteMember& command, const chat::Stamp& stamp);
  absl::StatusOr<chat::Changes> Decide(const chat::RemoveMember& command, const chat::Stamp& stamp);
  absl::StatusOr<chat::Changes> Decide(const chat::OpenDirectRoom& command, const chat::Stamp& stamp);
  absl::StatusOr<chat::Changes> Decide(const chat::AddDevice& command, const chat::Stamp& stamp);

  absl::StatusOr<chat::Rows> RowsOf(RoomId room, UserId author);

  CommitView& view_;
  const Limits& limits_;
  Random& random_;
  RoomId lobby_;
  // Ids once given out are not given again, also when their command fails.
  store::HighestIds highest_;
};

}  // namespace conclave::log

#endif  // CONCLAVE_SERVER_LOG_DECIDER_H_
