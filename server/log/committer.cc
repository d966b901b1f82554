#include "server/log/committer.h"

#include <map>
#include <utility>
#include <variant>

#include "conclave/v1/chat.pb.h"
#include "server/chat/rules.h"
#include "server/core/event_codec.h"
#include "server/core/refusal.h"
#include "server/core/thread.h"

namespace conclave::log {
namespace {

std::string AnswerEvent(const CommandRequest& request, const absl::StatusOr<CommandResult>& result) {
  v1::Event event;
  if (result.ok()) {
    v1::Ack& ack = *event.mutable_ack();
    ack.set_request_id(request.request_id);
    ack.set_room_id(result->room.id.value());
    ack.set_seq(result->seq);
    ack.set_time_us(result->time);
  } else {
    *event.mutable_error() = ErrorFrom(result.status());
    event.mutable_error()->set_request_id(request.request_id);
  }
  std::string bytes;
  AppendEvent(event, bytes);
  return bytes;
}

std::vector<fanout::SegmentPtr> MakeSegments(const std::vector<store::EventRow>& events) {
  std::map<RoomId, fanout::SegmentBuilder> builders;
  for (const store::EventRow& event : events) {
    builders.try_emplace(event.room, event.room).first->second.Add(event.seq, event.bytes, event.ends_for);
  }
  std::vector<fanout::SegmentPtr> segments;
  for (auto& [room, builder] : builders) {
    for (fanout::SegmentPtr& segment : builder.Take()) segments.push_back(std::move(segment));
  }
  return segments;
}

absl::Status TooManyCommands(std::string_view limit, std::size_t value) {
  return Refuse(v1::REASON_BUSY, "Too many commands wait to be stored.",
                {.limit = limit, .limit_value = value, .retry_after = absl::Milliseconds(200)});
}

// What a command holds while it waits. Only texts make one large; the rest has a bound of its own.
std::size_t BytesOf(const CommandRequest& request) {
  const auto* const send = std::get_if<chat::SendMessage>(&request.command);
  return sizeof(CommandRequest) + (send != nullptr ? send->body.size() : 0);
}

absl::Status FateUnknown() {
  return Refuse(v1::REASON_FATE_UNKNOWN, "It is unknown whether this was stored; retry with the same id.",
                {.retry_after = absl::Seconds(1)});
}

CommandResult ResultOf(const chat::Changes& changes, UserId author) {
  CommandResult result{.room = changes.room, .seq = changes.seq, .time = changes.time};
  for (const store::MemberRow& row : changes.members) {
    if (row.user == author) result.member = row;
  }
  if (!changes.users.empty()) result.user = changes.users.front();
  if (!changes.devices.empty()) result.device = changes.devices.front();
  return result;
}

}  // namespace

Committer::Committer(store::Store& store, fanout::Hub& hub, const Limits& limits, const Clock& clock, Random& random)
    : store_(store), hub_(hub), limits_(limits), clock_(clock), view_(store), decider_(view_, limits_, random) {}

Committer::~Committer() { Stop(); }

absl::Status Committer::Start() {
  CONCLAVE_RETURN_IF_ERROR(EnsureLobby());
  CONCLAVE_ASSIGN_OR_RETURN(const store::HighestIds highest, store_.LoadHighestIds());
  decider_.StartFrom(highest, lobby_);
  thread_ = StartThread("committer", [this] { Run(); });
  return absl::OkStatus();
}

absl::Status Committer::EnsureLobby() {
  CONCLAVE_ASSIGN_OR_RETURN(const auto lobby, store_.LoadLobby());
  if (lobby) {
    lobby_ = lobby->id;
    return absl::OkStatus();
  }
  // The lobby's number is the only one that is the same on every server.
  lobby_ = RoomId(1);
  view_.Add(chat::CreateLobby(lobby_, clock_.NowUs()), std::nullopt);
  CONCLAVE_RETURN_IF_ERROR(store_.Commit(view_.batch()));
  view_.Keep();
  return absl::OkStatus();
}

absl::Status Committer::Submit(CommandRequest request) {
  switch (Enqueue(std::move(request))) {
    case Room::kEnough:
      changed_.Signal();
      return absl::OkStatus();
    case Room::kTooMany:
      return TooManyCommands("limits.commit_queue", limits_.commit_queue);
    case Room::kTooLarge:
      return TooManyCommands("limits.commit_queue_bytes", limits_.commit_queue_bytes);
    case Room::kNoMore:
      break;
  }
  return Refuse(v1::REASON_DRAINING, "The server is going away.", {.retry_after = absl::Seconds(1)});
}

Committer::Room Committer::Enqueue(CommandRequest request) {
  const std::size_t bytes = BytesOf(request);
  const MutexLock lock(mu_);
  if (stopping_) return Room::kNoMore;
  if (queue_.size() >= limits_.commit_queue) return Room::kTooMany;
  if (queue_bytes_ + bytes > limits_.commit_queue_bytes) return Room::kTooLarge;
  queue_bytes_ += bytes;
  queue_.push_back(std::move(request));
  return Room::kEnough;
}

Committer::Waiting Committer::GetWaiting() const {
  const MutexLock lock(mu_);
  return {.commands = queue_.size(), .bytes = queue_bytes_};
}

void Committer::Stop() {
  {
    const MutexLock lock(mu_);
    stopping_ = true;
  }
  changed_.SignalAll();
  if (thread_.joinable()) thread_.join();
}

void Committer::Run() {
  for (;;) {
    std::vector<CommandRequest> batch = TakeBatch();
    if (!unsettled_.empty()) SettleHeads();
    if (!batch.empty()) {
      CommitAll(std::move(batch));
      continue;
    }
    if (!healthy_) Probe();
    const MutexLock lock(mu_);
    if (stopping_ && queue_.empty()) return;
  }
}

std::vector<CommandRequest> Committer::TakeBatch() {
  std::vector<CommandRequest> batch;
  const MutexLock lock(mu_);
  while (queue_.empty() && !stopping_) {
    if (unsettled_.empty() && healthy_) {
      changed_.Wait(mu_);
    } else if (changed_.WaitFor(mu_, absl::Seconds(1))) {
      break;
    }
  }
  while (!queue_.empty() && batch.size() < kBatchCommands) {
    queue_bytes_ -= BytesOf(queue_.front());
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return batch;
}

void Committer::CommitAll(std::vector<CommandRequest> requests) {
  if (TryCommit(requests, /*thorough=*/false).ok()) return;
  // One of them contradicts the store or meets damage: each on its own, so that it fails alone.
  for (CommandRequest& request : requests) {
    std::vector<CommandRequest> single;
    single.push_back(std::move(request));
    absl::Status refused = TryCommit(single, /*thorough=*/true);
    if (refused.ok()) continue;
    if (!absl::IsDataLoss(refused)) refused = absl::InternalError("contradicts the store");
    std::vector<Decided> decided;
    decided.push_back({.request = std::move(single.front()), .result = std::move(refused)});
    Publish(std::move(decided), {}, {});
  }
}

absl::Status Committer::TryCommit(std::vector<CommandRequest>& requests, bool thorough) {
  std::vector<fanout::MembershipChange> changes;
  std::vector<absl::StatusOr<CommandResult>> results;
  results.reserve(requests.size());
  for (const CommandRequest& request : requests) results.push_back(Decide(request, thorough, changes));

  absl::Status committed;
  if (!view_.batch().empty()) {
    committed = store_.Commit(view_.batch());
    if (absl::IsAborted(committed) || absl::IsDataLoss(committed)) {
      view_.Drop();
      return committed;
    }
    healthy_ = committed.ok();
    if (committed.ok()) ++commits_;
  }
  std::vector<Decided> decided;
  decided.reserve(requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    decided.push_back({.request = std::move(requests[i]), .result = std::move(results[i])});
  }
  commands_ += decided.size();
  if (!committed.ok()) {
    FailWithUnknownFate(decided);
    Publish(std::move(decided), {}, {});
    return absl::OkStatus();
  }
  std::vector<fanout::SegmentPtr> segments = MakeSegments(view_.batch().events);
  view_.Keep();
  Publish(std::move(decided), std::move(segments), std::move(changes));
  return absl::OkStatus();
}

absl::StatusOr<CommandResult> Committer::Decide(const CommandRequest& request, bool thorough,
                                                std::vector<fanout::MembershipChange>& changes) {
  const bool remembered = request.id != CommandId();
  const std::uint64_t fingerprint = remembered ? chat::Fingerprint(request.command) : 0;
  if (remembered) {
    CONCLAVE_ASSIGN_OR_RETURN(const auto earlier, view_.Command(request.device, request.id, thorough));
    if (earlier) return Repeat(request, *earlier, fingerprint);
  }
  const chat::Stamp stamp{
      .author = request.author, .device = request.device, .command = request.id, .now = clock_.NowUs()};
  CONCLAVE_ASSIGN_OR_RETURN(const chat::Changes decided, decider_(request.command, stamp));
  std::optional<store::CommandRow> command;
  if (remembered) {
    command = {.device = request.device,
               .id = request.id,
               .fingerprint = fingerprint,
               .room = decided.room.id,
               .seq = decided.seq,
               .time = decided.time};
  }
  view_.Add(decided, command);
  for (const UserId user : decided.joined) changes.push_back({.room = decided.room.id, .user = user, .joined = true});
  for (const UserId user : decided.left) changes.push_back({.room = decided.room.id, .user = user, .joined = false});
  return ResultOf(decided, request.author);
}

absl::StatusOr<CommandResult> Committer::Repeat(const CommandRequest& request, const store::CommandRow& earlier,
                                                std::uint64_t fingerprint) {
  if (earlier.fingerprint != fingerprint) {
    return Refuse(v1::REASON_ID_REUSED, "This id was used for another command.");
  }
  CONCLAVE_ASSIGN_OR_RETURN(auto room, view_.Room(earlier.room));
  if (!room) return absl::DataLossError("A command names a room that is not there.");
  CONCLAVE_ASSIGN_OR_RETURN(auto member, view_.Member(earlier.room, request.author));
  return CommandResult{.room = *std::move(room), .member = member, .seq = earlier.seq, .time = earlier.time};
}

void Committer::Publish(std::vector<Decided> decided, std::vector<fanout::SegmentPtr> segments,
                        std::vector<fanout::MembershipChange> changes) {
  fanout::Publication publication{.segments = std::move(segments), .changes = std::move(changes)};
  for (Decided& one : decided) {
    if (one.request.connection) {
      publication.answers.push_back(
          {.connection = std::move(one.request.connection), .event = AnswerEvent(one.request, one.result)});
    } else {
      publication.calls.push_back(
          [done = std::move(one.request.done), result = std::move(one.result)] { done(result); });
    }
  }
  hub_.Publish(std::move(publication));
}

void Committer::FailWithUnknownFate(std::vector<Decided>& decided) {
  for (const store::RoomRow& room : view_.batch().rooms) unsettled_.try_emplace(room.id);
  for (const store::MemberRow& member : view_.batch().members) unsettled_[member.room].insert(member.user);
  view_.Drop();
  // Refusals too: they were decided by what may never have come to be.
  for (Decided& one : decided) one.result = FateUnknown();
}

void Committer::SettleHeads() {
  absl::erase_if(unsettled_, [this](const auto& unsettled) { return Settle(unsettled.first, unsettled.second).ok(); });
}

void Committer::Probe() {
  const auto lobby = store_.LoadRoom(lobby_);
  if (!lobby.ok() || !*lobby) return;
  healthy_ = store_.Commit({.rooms = {**lobby}}).ok();
}

absl::Status Committer::Settle(RoomId id, const absl::flat_hash_set<UserId>& users) {
  CONCLAVE_ASSIGN_OR_RETURN(const auto room, store_.LoadRoom(id));
  if (!room) return absl::OkStatus();
  std::vector<fanout::MembershipChange> changes;
  for (const UserId user : users) {
    CONCLAVE_ASSIGN_OR_RETURN(const auto member, store_.LoadMember(id, user));
    changes.push_back({.room = id, .user = user, .joined = member && member->IsMember()});
  }
  hub_.Publish({.changes = std::move(changes)});
  hub_.Announce(id, room->head);
  return absl::OkStatus();
}

}  // namespace conclave::log
