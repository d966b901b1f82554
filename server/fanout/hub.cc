#include "server/fanout/hub.h"

#include <utility>

#include "absl/hash/hash.h"

namespace conclave::fanout {

Hub::Hub(std::size_t shards, const Limits& limits, RoomTails& tails, const Sources& sources) : tails_(tails) {
  for (std::size_t i = 0; i < shards; ++i) {
    shards_.push_back(std::make_unique<Shard>(i, limits, tails, sources));
  }
}

Hub::~Hub() {
  // All before any is destroyed: a page that one waits for may be handed over by another.
  for (const auto& shard : shards_) shard->Stop();
}

void Hub::Add(std::shared_ptr<Connection> connection) {
  Shard& shard = ShardOf(*connection);
  shard.Post([&shard, connection = std::move(connection)] { shard.Add(connection); });
}

void Hub::Remove(std::shared_ptr<Connection> connection) {
  Shard& shard = ShardOf(*connection);
  shard.Post([&shard, connection = std::move(connection)] { shard.Remove(*connection); });
}

void Hub::Follow(std::shared_ptr<Connection> connection, std::vector<RoomId> rooms) {
  Shard& shard = ShardOf(*connection);
  shard.Post(
      [&shard, connection = std::move(connection), rooms = std::move(rooms)] { shard.Follow(*connection, rooms); });
}

void Hub::Attach(std::shared_ptr<Connection> connection, RoomId room, Seq after, std::uint64_t request_id) {
  Shard& shard = ShardOf(*connection);
  shard.Post([&shard, connection = std::move(connection), room, after, request_id] {
    shard.Attach(connection, room, after, request_id);
  });
}

void Hub::Open(std::shared_ptr<Connection> connection, const Attachment& attachment, RoomView view) {
  Shard& shard = ShardOf(*connection);
  shard.Post([&shard, connection = std::move(connection), attachment, view = std::move(view)] {
    shard.Open(connection, attachment, view);
  });
}

void Hub::Refuse(std::shared_ptr<Connection> connection, const Attachment& attachment, std::string answer) {
  Shard& shard = ShardOf(*connection);
  shard.Post([&shard, connection = std::move(connection), attachment, answer = std::move(answer)] {
    shard.Refuse(*connection, attachment, answer);
  });
}

void Hub::Detach(std::shared_ptr<Connection> connection, RoomId room, std::string detached,
                 std::function<std::string()> refuse) {
  Shard& shard = ShardOf(*connection);
  shard.Post(
      [&shard, connection = std::move(connection), room, detached = std::move(detached), refuse = std::move(refuse)] {
        connection->Say(shard.Detach(*connection, room) ? detached : refuse(), 1);
      });
}

void Hub::Drained(const std::shared_ptr<Connection>& connection) {
  if (!connection->outbox().WantsPage()) return;
  Shard& shard = ShardOf(*connection);
  shard.Post([&shard, connection] { shard.Serve(connection); });
}

void Hub::Publish(Publication publication) {
  // Into the tail first: a shard that sees a segment may need those before it.
  for (const SegmentPtr& segment : publication.segments) tails_.Append(segment);
  std::vector<ShardDelivery> deliveries(shards_.size());
  for (Answer& answer : publication.answers) {
    const std::size_t shard = absl::HashOf(answer.connection.get()) % shards_.size();
    deliveries[shard].answers.push_back(std::move(answer));
  }
  deliveries.front().calls = std::move(publication.calls);
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    deliveries[i].segments = publication.segments;
    deliveries[i].changes = publication.changes;
    shards_[i]->Deliver(std::move(deliveries[i]));
  }
}

void Hub::Announce(RoomId room, Seq head) {
  for (const auto& shard : shards_) shard->Deliver({.heads = {{room, head}}});
}

void Hub::Tick() {
  for (const auto& shard : shards_) {
    shard->Post([&shard = *shard] { shard.Tick(); });
  }
}

std::size_t Hub::queued_bytes() const {
  std::size_t bytes = 0;
  for (const auto& shard : shards_) bytes += shard->queued_bytes();
  return bytes;
}

void Hub::ForEach(const std::function<void(const std::shared_ptr<Connection>&)>& visit) {
  for (const auto& shard : shards_) {
    shard->Post([&shard = *shard, visit] { shard.ForEach(visit); });
  }
}

Shard& Hub::ShardOf(const Connection& connection) { return *shards_[absl::HashOf(&connection) % shards_.size()]; }

}  // namespace conclave::fanout
