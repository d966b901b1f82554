#ifndef CONCLAVE_SERVER_FANOUT_HUB_H_
#define CONCLAVE_SERVER_FANOUT_HUB_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "server/core/ids.h"
#include "server/core/limits.h"
#include "server/fanout/connection.h"
#include "server/fanout/ports.h"
#include "server/fanout/publication.h"
#include "server/fanout/room_tails.h"
#include "server/fanout/shard.h"

namespace conclave::fanout {

// Everything that is connected, in shards. A connection belongs to one shard for life; what is asked for it here is
// done there, in the order asked. Who is in a room, for fan-out, changes only by what is published. Thread-safe;
// nothing here blocks. Owned by the server.
class Hub {
 public:
  Hub(std::size_t shards, const Limits& limits, RoomTails& tails, const Sources& sources);
  ~Hub();

  void Add(std::shared_ptr<Connection> connection);
  void Remove(std::shared_ptr<Connection> connection);
  // The connection is greeted, and was told of these rooms, of which its user is a member: summaries go to it from now
  // on, when a room changes, and of what changed since Add. Before, nothing is said to it here.
  void Follow(std::shared_ptr<Connection> connection, std::vector<RoomId> rooms);

  // Registers an attachment and has the membership checked, in this order, so that no removal committed in between is
  // missed; nothing flows before Open.
  void Attach(std::shared_ptr<Connection> connection, RoomId room, Seq after, std::uint64_t request_id);
  // The membership is checked: events flow.
  void Open(std::shared_ptr<Connection> connection, const Attachment& attachment, RoomView view);
  // The membership is refused; `answer` says so, unless the attachment has ended meanwhile.
  void Refuse(std::shared_ptr<Connection> connection, const Attachment& attachment, std::string answer);
  // Ends an attachment: `detached` is said if there was one, else what `refuse` makes, as the answer to one command.
  // Nothing of the room follows.
  void Detach(std::shared_ptr<Connection> connection, RoomId room, std::string detached,
              std::function<std::string()> refuse);

  // A write is done: the connection may have room for pages.
  void Drained(const std::shared_ptr<Connection>& connection);

  // Makes a commit known. Called by the committer, in the order of the commits.
  void Publish(Publication publication);

  // Makes known that a room has events up to `head`, when it is unclear which were published.
  void Announce(RoomId room, Seq head);

  // Once a second, from housekeeping.
  void Tick();
  // Bytes of segments waiting for the shards.
  [[nodiscard]] std::size_t queued_bytes() const;
  // Visits every connection, on its shard's thread.
  void ForEach(const std::function<void(const std::shared_ptr<Connection>&)>& visit);

 private:
  Shard& ShardOf(const Connection& connection);

  RoomTails& tails_;
  std::vector<std::unique_ptr<Shard>> shards_;
};

}  // namespace conclave::fanout

#endif  // CONCLAVE_SERVER_FANOUT_HUB_H_
