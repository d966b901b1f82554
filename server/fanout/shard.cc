#include "server/fanout/shard.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "conclave/v1/chat.pb.h"
#include "server/core/event_codec.h"
#include "server/core/refusal.h"
#include "server/core/tally.h"
#include "server/core/thread.h"

namespace conclave::fanout {
namespace {

std::string ErrorEvent(const absl::Status& status, RoomId room, std::uint64_t request_id) {
  v1::Event event;
  *event.mutable_error() = ErrorFrom(status);
  event.mutable_error()->set_request_id(request_id);
  event.mutable_error()->set_room_id(room.value());
  std::string bytes;
  AppendEvent(event, bytes);
  return bytes;
}

absl::Status Stuck(absl::Duration limit) {
  return Refuse(
      v1::REASON_STUCK, "The client did not take what was sent to it for too long.",
      {.limit = "limits.stuck_write", .limit_value = static_cast<std::uint64_t>(absl::ToInt64Milliseconds(limit))});
}

std::size_t BytesOf(const std::vector<SegmentPtr>& segments) {
  std::size_t bytes = 0;
  for (const SegmentPtr& segment : segments) bytes += segment->size();
  return bytes;
}

}  // namespace

Shard::Shard(std::size_t index, const Limits& limits, RoomTails& tails, const Sources& sources)
    : limits_(limits), tails_(tails), sources_(sources) {
  thread_ = StartThread(absl::StrCat("fanout-", index), [this] { Run(); });
}

Shard::~Shard() { Stop(); }

void Shard::Stop() {
  {
    const MutexLock lock(mu_);
    stopping_ = true;
  }
  changed_.SignalAll();
  if (thread_.joinable()) thread_.join();
}

void Shard::Post(std::function<void()> task) {
  {
    const MutexLock lock(mu_);
    tasks_.push_back({.run = std::move(task)});
  }
  changed_.Signal();
}

void Shard::Deliver(ShardDelivery delivery) {
  const std::size_t bytes = BytesOf(delivery.segments);
  {
    const MutexLock lock(mu_);
    const bool full = queued_bytes_ + bytes > kQueueBytes;
    if (full) {
      for (const SegmentPtr& segment : std::exchange(delivery.segments, {})) {
        delivery.heads.emplace_back(segment->room(), segment->last());
      }
    } else {
      queued_bytes_ += bytes;
    }
    tasks_.push_back({.run = [this, delivery = std::move(delivery)] { Publish(delivery); }, .bytes = full ? 0 : bytes});
  }
  changed_.Signal();
}

std::size_t Shard::queued_bytes() {
  const MutexLock lock(mu_);
  return queued_bytes_;
}

void Shard::Run() {
  for (;;) {
    std::deque<Task> tasks = TakeTasks();
    if (tasks.empty()) return;
    for (Task& task : tasks) {
      task.run();
      if (task.bytes == 0) continue;
      const MutexLock lock(mu_);
      queued_bytes_ -= task.bytes;
    }
    PumpTouched();
  }
}

std::deque<Shard::Task> Shard::TakeTasks() {
  const MutexLock lock(mu_);
  while (tasks_.empty() && !stopping_) changed_.Wait(mu_);
  return std::exchange(tasks_, {});
}

void Shard::Add(const std::shared_ptr<Connection>& connection) {
  connections_[connection.get()].connection = connection;
  of_user_[connection->user()].insert(connection.get());
  ++greeting_;
}

void Shard::Remove(Connection& connection) {
  const auto it = connections_.find(&connection);
  if (it == connections_.end()) return;
  for (const RoomId room : it->second.attached) Leave(attached_, room, connection);
  for (const RoomId room : it->second.followed) Leave(following_, room, connection);
  const auto of_user = of_user_.find(connection.user());
  of_user->second.erase(&connection);
  if (of_user->second.empty()) of_user_.erase(of_user);
  EndGreeting(it->second);
  due_.erase(&connection);
  connections_.erase(it);
}

void Shard::Follow(Connection& connection, const std::vector<RoomId>& rooms) {
  const auto it = connections_.find(&connection);
  if (it == connections_.end()) return;
  Entry& entry = it->second;
  for (const RoomId room : rooms) {
    if (entry.left.contains(room)) continue;
    entry.followed.insert(room);
    following_[room].insert(&connection);
    if (changed_while_greeting_.contains(room)) due_[&connection].insert(room);
  }
  EndGreeting(entry);
}

void Shard::EndGreeting(Entry& entry) {
  if (std::exchange(entry.greeted, true)) return;
  entry.left.clear();
  if (--greeting_ == 0) changed_while_greeting_.clear();
}

void Shard::Attach(const std::shared_ptr<Connection>& connection, RoomId room, Seq after, std::uint64_t request_id) {
  const auto it = connections_.find(connection.get());
  if (it == connections_.end()) return;
  Entry& entry = it->second;
  if (entry.attached.size() >= limits_.attached_rooms && !entry.attached.contains(room)) {
    const absl::Status refusal =
        conclave::Refuse(v1::REASON_LIMIT_REACHED, "Too many rooms are attached in this stream.",
                         {.limit = "limits.attached_rooms", .limit_value = limits_.attached_rooms});
    connection->Say(ErrorEvent(refusal, room, request_id), 1);
    return;
  }
  entry.attached.insert(room);
  attached_[room].insert(connection.get());
  const Attachment attachment{.room = room, .after = after, .request_id = request_id, .serial = ++attachments_};
  connection->outbox().AddRoom(attachment);
  Touch(*connection);
  sources_.access.Check(connection, attachment);
}

void Shard::Open(const std::shared_ptr<Connection>& connection, const Attachment& attachment, const RoomView& view) {
  connection->outbox().OpenRoom(attachment, view);
  Touch(*connection);
}

void Shard::Refuse(Connection& connection, const Attachment& attachment, const std::string& answer) {
  if (!connection.outbox().RefuseRoom(attachment)) return;
  Forget(connection, attachment.room);
  connection.Say(answer, 1);
}

bool Shard::Detach(Connection& connection, RoomId room) {
  if (!connection.outbox().RemoveRoom(room)) return false;
  Forget(connection, room);
  return true;
}

void Shard::Serve(const std::shared_ptr<Connection>& connection) {
  while (const auto request = connection->outbox().NextPage()) {
    const auto segments = tails_.Read(request->room, request->from, kSegmentBytes);
    if (segments.empty()) {
      sources_.pages.Load(
          request->room, request->from, [this, connection, request = *request](absl::StatusOr<Page> page) {
            Post([this, connection, request, page = std::move(page)] { TakePage(connection, request, page); });
          });
      break;
    }
    connection->outbox().TakePage(*request, segments, segments.back()->last());
  }
  connection->Pump();
}

void Shard::TakePage(const std::shared_ptr<Connection>& connection, const PageRequest& request,
                     absl::StatusOr<Page> page) {
  // An empty page would only be asked for again, at once.
  if (page.ok() && !page->segments.empty()) {
    connection->outbox().TakePage(request, page->segments, page->head);
    Touch(*connection);
    return;
  }
  // Asked for again at the next tick; what is damaged stays so, and the reader is told.
  connection->outbox().PageFailed(request);
  if (!absl::IsDataLoss(page.status())) return;
  Detach(*connection, request.room);
  connection->Say(ErrorEvent(page.status(), request.room, 0));
}

void Shard::Publish(const ShardDelivery& delivery) {
  for (const MembershipChange& change : delivery.changes) Change(change);
  for (const SegmentPtr& segment : delivery.segments) Offer(segment);
  for (const auto& [room, head] : delivery.heads) {
    NoteChanged(room);
    const auto readers = attached_.find(room);
    if (readers == attached_.end()) continue;
    for (Connection* connection : readers->second) {
      connection->outbox().Announce(room, head);
      Touch(*connection);
    }
  }
  for (const Answer& answer : delivery.answers) {
    answer.connection->outbox().PushControl(answer.event, 1);
    Touch(*answer.connection);
  }
  for (const auto& call : delivery.calls) call();
}

void Shard::Offer(const SegmentPtr& segment) {
  const RoomId room = segment->room();
  NoteChanged(room);
  const auto readers = attached_.find(room);
  if (readers == attached_.end()) return;
  std::vector<Connection*> ended;
  for (Connection* connection : readers->second) {
    switch (connection->outbox().Offer(segment)) {
      case Outbox::Offered::kIgnored:
        break;
      case Outbox::Offered::kEnded:
        ended.push_back(connection);
        [[fallthrough]];
      case Outbox::Offered::kQueued:
      case Outbox::Offered::kBehind:
        Touch(*connection);
        break;
    }
  }
  for (Connection* connection : ended) Forget(*connection, room);
}

void Shard::Change(const MembershipChange& change) {
  const auto of_user = of_user_.find(change.user);
  if (of_user == of_user_.end()) return;
  for (Connection* connection : of_user->second) {
    Entry& entry = connections_.find(connection)->second;
    due_[connection].insert(change.room);
    if (change.joined) {
      entry.left.erase(change.room);
      entry.followed.insert(change.room);
      following_[change.room].insert(connection);
    } else {
      if (!entry.greeted) entry.left.insert(change.room);
      entry.followed.erase(change.room);
      Leave(following_, change.room, *connection);
    }
  }
}

void Shard::NoteChanged(RoomId room) {
  if (following_.contains(room)) changed_rooms_.insert(room);
  // Who is being greeted may have read the room before.
  if (greeting_ > 0) changed_while_greeting_.insert(room);
}

void Shard::Touch(Connection& connection) {
  const auto it = connections_.find(&connection);
  if (it == connections_.end() || it->second.touched) return;
  it->second.touched = true;
  touched_.push_back(it->second.connection);
}

void Shard::PumpTouched() {
  for (const auto& connection : std::exchange(touched_, {})) {
    const auto it = connections_.find(connection.get());
    if (it != connections_.end()) it->second.touched = false;
    Serve(connection);
  }
  SendSummaries();
}

void Shard::Tick() {
  CollectSummaries();
  for (const auto& [key, entry] : connections_) {
    const auto& connection = entry.connection;
    if (connection->WriteAge() > limits_.stuck_write) {
      connection->Cut(Stuck(limits_.stuck_write));
    } else if (connection->Silence() >= limits_.heartbeat_interval) {
      ProcessTally().CountLimit(LimitIndex("limits.heartbeat_interval"));
      connection->SayHeartbeat();
    }
    if (connection->outbox().WantsPage()) Touch(*connection);
  }
}

void Shard::CollectSummaries() {
  for (const RoomId room : std::exchange(changed_rooms_, {})) {
    const auto readers = following_.find(room);
    if (readers == following_.end()) continue;
    for (Connection* connection : readers->second) {
      if (!connections_.find(connection)->second.attached.contains(room)) due_[connection].insert(room);
    }
  }
}

void Shard::SendSummaries() {
  absl::erase_if(due_, [this](const auto& due) {
    const auto& [connection, rooms] = due;
    const Entry& entry = connections_.find(connection)->second;
    if (!entry.greeted || connection->outbox().Overloaded(limits_.commands_in_flight)) return false;
    return sources_.summaries.Summarise(entry.connection, {rooms.begin(), rooms.end()});
  });
}

void Shard::ForEach(const std::function<void(const std::shared_ptr<Connection>&)>& visit) {
  for (const auto& [key, entry] : connections_) visit(entry.connection);
}

void Shard::Forget(Connection& connection, RoomId room) {
  const auto it = connections_.find(&connection);
  if (it != connections_.end()) it->second.attached.erase(room);
  Leave(attached_, room, connection);
}

void Shard::Leave(absl::flat_hash_map<RoomId, Readers>& rooms, RoomId room, Connection& connection) {
  const auto it = rooms.find(room);
  if (it == rooms.end()) return;
  it->second.erase(&connection);
  if (it->second.empty()) rooms.erase(it);
}

}  // namespace conclave::fanout
