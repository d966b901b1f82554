#include "tests/support/fault_store.h"

#include <algorithm>

#include "server/core/refusal.h"

namespace conclave::store {
namespace {

absl::Status Failure() { return absl::UnavailableError("the test lets the store fail"); }

}  // namespace

void FaultStore::FailNextCommit(CommitFault fault) {
  MutexLock lock(mu_);
  next_commit_ = fault;
}

void FaultStore::FailCommits(CommitFault fault) {
  MutexLock lock(mu_);
  every_commit_ = fault;
}

void FaultStore::FailReads() {
  MutexLock lock(mu_);
  fail_reads_ = true;
}

void FaultStore::DamageRoom(RoomId room) {
  MutexLock lock(mu_);
  damaged_ = room;
}

bool FaultStore::IsDamaged(const CommitBatch& batch) const {
  MutexLock lock(mu_);
  return std::ranges::any_of(batch.events,
                             [damaged = damaged_](const EventRow& event) { return event.room == damaged; });
}

void FaultStore::Heal() {
  MutexLock lock(mu_);
  damaged_ = RoomId();
  next_commit_.reset();
  every_commit_.reset();
  fail_reads_ = false;
}

void FaultStore::HoldCommits() {
  MutexLock lock(mu_);
  hold_ = true;
}

void FaultStore::AwaitHeldCommit() {
  MutexLock lock(mu_);
  while (held_ == 0) changed_.Wait(mu_);
}

void FaultStore::ReleaseCommits() {
  MutexLock lock(mu_);
  hold_ = false;
  changed_.SignalAll();
}

std::size_t FaultStore::commits() const {
  MutexLock lock(mu_);
  return commits_;
}

std::optional<CommitFault> FaultStore::BeginCommit() {
  MutexLock lock(mu_);
  ++commits_;
  ++held_;
  changed_.SignalAll();
  while (hold_) changed_.Wait(mu_);
  --held_;
  const auto fault = next_commit_ ? next_commit_ : every_commit_;
  next_commit_.reset();
  return fault;
}

absl::Status FaultStore::BeginRead() const {
  MutexLock lock(mu_);
  return fail_reads_ ? Failure() : absl::OkStatus();
}

absl::Status FaultStore::Commit(const CommitBatch& batch) {
  const auto fault = BeginCommit();
  if (fault == CommitFault::kNotWritten) return Failure();
  if (IsDamaged(batch)) return absl::DataLossError("the test damaged a room");
  CONCLAVE_RETURN_IF_ERROR(store_.Commit(batch));
  return fault == CommitFault::kWritten ? Failure() : absl::OkStatus();
}

template <typename Result, typename... Parameters, typename... Arguments>
Result FaultStore::Read(Result (Store::*method)(Parameters...), const Arguments&... arguments) {
  CONCLAVE_RETURN_IF_ERROR(BeginRead());
  return (store_.*method)(arguments...);
}

absl::StatusOr<HighestIds> FaultStore::LoadHighestIds() { return Read(&Store::LoadHighestIds); }

absl::StatusOr<std::optional<UserRow>> FaultStore::LoadUser(UserId id) { return Read(&Store::LoadUser, id); }

absl::StatusOr<std::optional<UserRow>> FaultStore::LoadUserByName(std::string_view name) {
  return Read(&Store::LoadUserByName, name);
}

absl::StatusOr<std::optional<DeviceRow>> FaultStore::LoadDevice(DeviceId id) { return Read(&Store::LoadDevice, id); }

absl::StatusOr<std::optional<RoomRow>> FaultStore::LoadRoom(RoomId id) { return Read(&Store::LoadRoom, id); }

absl::StatusOr<std::optional<RoomRow>> FaultStore::LoadRoomByName(std::string_view name) {
  return Read(&Store::LoadRoomByName, name);
}

absl::StatusOr<std::optional<RoomRow>> FaultStore::LoadRoomByDirectKey(std::string_view key) {
  return Read(&Store::LoadRoomByDirectKey, key);
}

absl::StatusOr<std::optional<RoomRow>> FaultStore::LoadLobby() { return Read(&Store::LoadLobby); }

absl::StatusOr<std::vector<RoomRow>> FaultStore::FindPublicRooms(std::string_view part, std::string_view after,
                                                                 std::size_t limit) {
  return Read(&Store::FindPublicRooms, part, after, limit);
}

absl::StatusOr<std::optional<MemberRow>> FaultStore::LoadMember(RoomId room, UserId user) {
  return Read(&Store::LoadMember, room, user);
}

absl::StatusOr<std::vector<NamedMember>> FaultStore::LoadMembers(RoomId room, UserId after, std::size_t limit) {
  return Read(&Store::LoadMembers, room, after, limit);
}

absl::StatusOr<std::vector<Membership>> FaultStore::LoadMemberships(UserId user, RoomId after, std::size_t limit) {
  return Read(&Store::LoadMemberships, user, after, limit);
}

absl::StatusOr<std::size_t> FaultStore::CountMemberships(UserId user) { return Read(&Store::CountMemberships, user); }

absl::StatusOr<std::vector<VisibilityRow>> FaultStore::LoadVisibilities(RoomId room, UserId user) {
  return Read(&Store::LoadVisibilities, room, user);
}

absl::StatusOr<std::optional<CommandRow>> FaultStore::LoadCommand(DeviceId device, const CommandId& id) {
  return Read(&Store::LoadCommand, device, id);
}

absl::StatusOr<EventPage> FaultStore::LoadPage(const PageQuery& query) { return Read(&Store::LoadPage, query); }

}  // namespace conclave::store
