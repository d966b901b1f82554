#ifndef CONCLAVE_SERVER_FANOUT_SHARD_H_
#define CONCLAVE_SERVER_FANOUT_SHARD_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "server/core/limits.h"
#include "server/core/mutex.h"
#include "server/fanout/connection.h"
#include "server/fanout/ports.h"
#include "server/fanout/publication.h"
#include "server/fanout/room_tails.h"

namespace conclave::fanout {

// The part of one publication that concerns one shard.
struct ShardDelivery {
  std::vector<SegmentPtr> segments;
  // Instead of segments when too many wait: the rooms and their heads.
  std::vector<std::pair<RoomId, Seq>> heads;
  std::vector<MembershipChange> changes;
  std::vector<Answer> answers;
  std::vector<std::function<void()>> calls;
};

// A set of connections and the one thread that offers them what is published. Post and Deliver are thread-safe; all
// else is confined to the shard's thread, which ends with the shard. Owned by the Hub.
class Shard {
 public:
  Shard(std::size_t index, const Limits& limits, RoomTails& tails, const Sources& sources);
  ~Shard();

  // Runs what was posted, and ends the thread; what is posted later is dropped.
  void Stop();
  // Runs `task` on the shard's thread, after everything posted before it.
  void Post(std::function<void()> task);
  // Hands over a publication; never blocks. When more than kQueueBytes wait, segments are replaced by their heads: the
  // cursors see that they lack something, and fetch it.
  void Deliver(ShardDelivery delivery);

  static constexpr std::size_t kQueueBytes = 16 * 1024 * 1024;
  // Bytes of segments that wait now; thread-safe.
  [[nodiscard]] std::size_t queued_bytes();

  void Add(const std::shared_ptr<Connection>& connection);
  void Remove(Connection& connection);
  // The connection is greeted: told of these rooms, of which its user is a member. Summaries go to it from now on, also
  // of what changed since Add.
  void Follow(Connection& connection, const std::vector<RoomId>& rooms);
  void Attach(const std::shared_ptr<Connection>& connection, RoomId room, Seq after, std::uint64_t request_id);
  void Open(const std::shared_ptr<Connection>& connection, const Attachment& attachment, const RoomView& view);
  void Refuse(Connection& connection, const Attachment& attachment, const std::string& answer);
  // Ends the attachment of a room; whether there was one.
  bool Detach(Connection& connection, RoomId room);
  // Sends the connection pages of rooms that are behind, as far as it has room for them.
  void Serve(const std::shared_ptr<Connection>& connection);
  // Once a second: summaries that changed, streams that are silent or stuck, pages that failed.
  void Tick();
  void ForEach(const std::function<void(const std::shared_ptr<Connection>&)>& visit);

 private:
  // What the shard knows of one connection.
  struct Entry {
    std::shared_ptr<Connection> connection;
    absl::flat_hash_set<RoomId> attached;
    absl::flat_hash_set<RoomId> followed;
    bool greeted = false;
    // Rooms the user left before the greeting, which may not know it.
    absl::flat_hash_set<RoomId> left;
    bool touched = false;
  };
  using Readers = absl::flat_hash_set<Connection*>;

  struct Task {
    std::function<void()> run;
    std::size_t bytes = 0;
  };

  void Run();
  std::deque<Task> TakeTasks();
  void Publish(const ShardDelivery& delivery);
  void Offer(const SegmentPtr& segment);
  void Change(const MembershipChange& change);
  void NoteChanged(RoomId room);
  void EndGreeting(Entry& entry);
  void Touch(Connection& connection);
  void PumpTouched();
  void TakePage(const std::shared_ptr<Connection>& connection, const PageRequest& request, absl::StatusOr<Page> page);
  void CollectSummaries();
  void SendSummaries();
  void Forget(Connection& connection, RoomId room);
  static void Leave(absl::flat_hash_map<RoomId, Readers>& rooms, RoomId room, Connection& connection);

  const Limits limits_;
  RoomTails& tails_;
  const Sources sources_;

  Mutex mu_;
  CondVar changed_;
  std::deque<Task> tasks_ ABSL_GUARDED_BY(mu_);
  std::size_t queued_bytes_ ABSL_GUARDED_BY(mu_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;

  // Confined to the thread.
  std::uint64_t attachments_ = 0;
  absl::flat_hash_map<Connection*, Entry> connections_;
  absl::flat_hash_map<UserId, Readers> of_user_;
  absl::flat_hash_map<RoomId, Readers> attached_;
  absl::flat_hash_map<RoomId, Readers> following_;
  absl::flat_hash_set<RoomId> changed_rooms_;
  // Connections that are not greeted yet, and the rooms that changed while there were any.
  std::size_t greeting_ = 0;
  absl::flat_hash_set<RoomId> changed_while_greeting_;
  // Summaries owed; sent when the connection takes them.
  absl::flat_hash_map<Connection*, absl::flat_hash_set<RoomId>> due_;
  std::vector<std::shared_ptr<Connection>> touched_;

  std::thread thread_;
};

}  // namespace conclave::fanout

#endif  // CONCLAVE_SERVER_FANOUT_SHARD_H_
