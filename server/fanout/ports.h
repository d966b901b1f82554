#ifndef CONCLAVE_SERVER_FANOUT_PORTS_H_
#define CONCLAVE_SERVER_FANOUT_PORTS_H_

#include <functional>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "server/core/ids.h"
#include "server/fanout/connection.h"
#include "server/fanout/room_cursor.h"
#include "server/fanout/segment.h"

namespace conclave::fanout {

// A page of a room: consecutive segments, and the room's head when they were read.
struct Page {
  std::vector<SegmentPtr> segments;
  Seq head = 0;
};

// Where pages come from that no tail holds. Thread-safe; outlives the hub.
class PageSource {
 public:
  using Done = std::function<void(absl::StatusOr<Page>)>;

  virtual ~PageSource() = default;

  // Reads the events of `room` from number `from` on, at most about kSegmentBytes, and calls `done` once, on any
  // thread, also before it returns. RESOURCE_EXHAUSTED: too many wait; ask again later.
  virtual void Load(RoomId room, Seq from, Done done) = 0;
};

// Who decides whether a connection may read a room. Thread-safe; outlives the hub.
class AccessSource {
 public:
  virtual ~AccessSource() = default;

  // The attachment is registered; checks the membership and calls Hub::Open or Hub::Refuse, later. Does not block.
  virtual void Check(std::shared_ptr<Connection> connection, const Attachment& attachment) = 0;
};

// Where the present state of rooms comes from, as one user sees them. Thread-safe; outlives the hub.
class SummarySource {
 public:
  virtual ~SummarySource() = default;

  // Says a RoomSummary for each of `rooms` on the connection, soon. False when too much waits: ask again later.
  virtual bool Summarise(std::shared_ptr<Connection> connection, std::vector<RoomId> rooms) = 0;
};

// What a hub stands on.
struct Sources {
  PageSource& pages;
  AccessSource& access;
  SummarySource& summaries;
};

}  // namespace conclave::fanout

#endif  // CONCLAVE_SERVER_FANOUT_PORTS_H_
