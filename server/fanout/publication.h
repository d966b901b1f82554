#ifndef CONCLAVE_SERVER_FANOUT_PUBLICATION_H_
#define CONCLAVE_SERVER_FANOUT_PUBLICATION_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "server/core/ids.h"
#include "server/fanout/connection.h"
#include "server/fanout/segment.h"

namespace conclave::fanout {

// A user became or ceased to be a member of a room.
struct MembershipChange {
  RoomId room;
  UserId user;
  bool joined = false;
};

// The answer to one command of a stream.
struct Answer {
  std::shared_ptr<Connection> connection;
  // Encoded.
  std::string event;
};

// What one commit makes known. It is on disk.
struct Publication {
  // Per room in order.
  std::vector<SegmentPtr> segments;
  std::vector<MembershipChange> changes;
  std::vector<Answer> answers;
  // Answers to commands that came otherwise than by a stream; run on a shard's thread, must not block.
  std::vector<std::function<void()>> calls;
};

}  // namespace conclave::fanout

#endif  // CONCLAVE_SERVER_FANOUT_PUBLICATION_H_
