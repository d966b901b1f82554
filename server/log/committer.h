#ifndef CONCLAVE_SERVER_LOG_COMMITTER_H_
#define CONCLAVE_SERVER_LOG_COMMITTER_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/chat/commands.h"
#include "server/core/clock.h"
#include "server/core/limits.h"
#include "server/core/mutex.h"
#include "server/core/random.h"
#include "server/fanout/hub.h"
#include "server/log/commit_view.h"
#include "server/log/decider.h"
#include "server/store/store.h"

namespace conclave::log {

// What a writing command did.
struct CommandResult {
  // The room as the command left it.
  store::RoomRow room;
  // The author's row in it, if the command changed it.
  std::optional<store::MemberRow> member;
  Seq seq = 0;
  TimeUs time = 0;
  // AddDevice: what was made. No user when there was one of that name.
  std::optional<store::UserRow> user;
  std::optional<store::DeviceRow> device;
};

// A command on its way to the log.
struct CommandRequest {
  chat::Command command;
  UserId author;
  DeviceId device;
  // None for administration: such commands are not remembered.
  CommandId id;
  // Where the answer goes: an event on a stream…
  std::shared_ptr<fanout::Connection> connection;
  std::uint64_t request_id = 0;
  // …or a call, on a shard's thread, which must not block.
  std::function<void(absl::StatusOr<CommandResult>)> done;
};

// The one writer. Its thread takes whatever waits, decides each command, writes all that they change in one commit and
// makes it known: answers and segments leave only when they are on disk. Commands that arrive meanwhile are the next
// batch. A refused command never fails another. When a commit fails with unknown fate, its commands are answered so,
// what was cached is forgotten, and the heads of its rooms are made known when the store answers again.
// Submit and what it tells of itself are thread-safe; owned by the server.
class Committer {
 public:
  Committer(store::Store& store, fanout::Hub& hub, const Limits& limits, const Clock& clock, Random& random);
  ~Committer();

  // Makes the lobby of a new store, and starts the thread.
  absl::Status Start();
  // Refused when too much waits, or after Stop.
  absl::Status Submit(CommandRequest request);
  // Commits what waits, and ends the thread.
  void Stop();

  // What waits now.
  struct Waiting {
    std::size_t commands = 0;
    std::size_t bytes = 0;
  };
  [[nodiscard]] Waiting GetWaiting() const;

  [[nodiscard]] const Limits& limits() const { return limits_; }
  [[nodiscard]] RoomId lobby() const { return lobby_; }
  // The last commit succeeded. What is only refused or repeated says nothing of it.
  [[nodiscard]] bool healthy() const { return healthy_; }
  // Commands accepted so far, and commits that carried them.
  [[nodiscard]] std::uint64_t commands() const { return commands_; }
  [[nodiscard]] std::uint64_t commits() const { return commits_; }

 private:
  // A command decided.
  struct Decided {
    CommandRequest request;
    absl::StatusOr<CommandResult> result;
  };

  static constexpr std::size_t kBatchCommands = 1024;

  // Whether the queue took one more, or why not.
  enum class Room { kEnough, kTooMany, kTooLarge, kNoMore };
  Room Enqueue(CommandRequest request);
  absl::Status EnsureLobby();
  void Run();
  std::vector<CommandRequest> TakeBatch();
  void CommitAll(std::vector<CommandRequest> requests);
  // ABORTED when the store contradicts what was decided, DATA_LOSS when it is damaged where that belongs: nothing was
  // written or answered. OK when all were answered, whatever with.
  absl::Status TryCommit(std::vector<CommandRequest>& requests, bool thorough);
  absl::StatusOr<CommandResult> Decide(const CommandRequest& request, bool thorough,
                                       std::vector<fanout::MembershipChange>& changes);
  absl::StatusOr<CommandResult> Repeat(const CommandRequest& request, const store::CommandRow& earlier,
                                       std::uint64_t fingerprint);
  void Publish(std::vector<Decided> decided, std::vector<fanout::SegmentPtr> segments,
               std::vector<fanout::MembershipChange> changes);
  void FailWithUnknownFate(std::vector<Decided>& decided);
  void SettleHeads();
  // Writes what is there already: whether the store takes commits again, though nobody has anything to say.
  void Probe();
  absl::Status Settle(RoomId room, const absl::flat_hash_set<UserId>& users);

  store::Store& store_;
  fanout::Hub& hub_;
  const Limits limits_;
  const Clock& clock_;

  // Confined to the thread.
  CommitView view_;
  Decider decider_;
  // Rooms of failed commits whose head is unclear, and the users whose membership may have changed.
  absl::flat_hash_map<RoomId, absl::flat_hash_set<UserId>> unsettled_;

  RoomId lobby_;
  std::atomic<bool> healthy_{true};
  std::atomic<std::uint64_t> commands_{0};
  std::atomic<std::uint64_t> commits_{0};

  mutable Mutex mu_;
  CondVar changed_;
  std::deque<CommandRequest> queue_ ABSL_GUARDED_BY(mu_);
  std::size_t queue_bytes_ ABSL_GUARDED_BY(mu_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;

  std::thread thread_;
};

}  // namespace conclave::log

#endif  // CONCLAVE_SERVER_LOG_COMMITTER_H_
