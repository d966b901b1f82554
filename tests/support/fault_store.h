#ifndef CONCLAVE_TESTS_SUPPORT_FAULT_STORE_H_
#define CONCLAVE_TESTS_SUPPORT_FAULT_STORE_H_

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/core/mutex.h"
#include "server/store/store.h"

namespace conclave::store {

// What became of a commit that is reported as failed with UNAVAILABLE.
enum class CommitFault { kNotWritten, kWritten };

// Stands before a store and fails when the test says so. Thread-safe; the store behind it outlives it.
class FaultStore final : public Store {
 public:
  explicit FaultStore(Store& store) : store_(store) {}

  // The next commit, and no other.
  void FailNextCommit(CommitFault fault);
  // All that follow, until Heal().
  void FailCommits(CommitFault fault);
  void FailReads();
  // Commits that write an event of that room find it damaged: DATA_LOSS, nothing is written.
  void DamageRoom(RoomId room);
  // Ends all failures.
  void Heal();

  // Commits wait before they are written, until ReleaseCommits(). Release before the threads that commit are joined.
  void HoldCommits();
  // Waits until a commit is waiting.
  void AwaitHeldCommit();
  void ReleaseCommits();

  // Commits begun, failed ones among them.
  [[nodiscard]] std::size_t commits() const;

  [[nodiscard]] Header GetHeader() const override { return store_.GetHeader(); }
  absl::StatusOr<HighestIds> LoadHighestIds() override;
  absl::StatusOr<std::optional<UserRow>> LoadUser(UserId id) override;
  absl::StatusOr<std::optional<UserRow>> LoadUserByName(std::string_view name) override;
  absl::StatusOr<std::optional<DeviceRow>> LoadDevice(DeviceId id) override;
  absl::StatusOr<std::optional<RoomRow>> LoadRoom(RoomId id) override;
  absl::StatusOr<std::optional<RoomRow>> LoadRoomByName(std::string_view name) override;
  absl::StatusOr<std::optional<RoomRow>> LoadRoomByDirectKey(std::string_view key) override;
  absl::StatusOr<std::optional<RoomRow>> LoadLobby() override;
  absl::StatusOr<std::vector<RoomRow>> FindPublicRooms(std::string_view part, std::string_view after,
                                                       std::size_t limit) override;
  absl::StatusOr<std::optional<MemberRow>> LoadMember(RoomId room, UserId user) override;
  absl::StatusOr<std::vector<NamedMember>> LoadMembers(RoomId room, UserId after, std::size_t limit) override;
  absl::StatusOr<std::vector<Membership>> LoadMemberships(UserId user, RoomId after, std::size_t limit) override;
  absl::StatusOr<std::size_t> CountMemberships(UserId user) override;
  absl::StatusOr<std::vector<VisibilityRow>> LoadVisibilities(RoomId room, UserId user) override;
  absl::StatusOr<std::optional<CommandRow>> LoadCommand(DeviceId device, const CommandId& id) override;
  absl::StatusOr<EventPage> LoadPage(const PageQuery& query) override;
  absl::Status Commit(const CommitBatch& batch) override;
  absl::Status Checkpoint() override { return store_.Checkpoint(); }

 private:
  [[nodiscard]] bool IsDamaged(const CommitBatch& batch) const;
  // What a commit or read that begins now meets.
  std::optional<CommitFault> BeginCommit();
  absl::Status BeginRead() const;

  template <typename Result, typename... Parameters, typename... Arguments>
  Result Read(Result (Store::*method)(Parameters...), const Arguments&... arguments);

  Store& store_;

  mutable Mutex mu_;
  CondVar changed_;
  RoomId damaged_ ABSL_GUARDED_BY(mu_);
  // Guarded by mu_.
  std::optional<CommitFault> next_commit_ ABSL_GUARDED_BY(mu_);
  std::optional<CommitFault> every_commit_ ABSL_GUARDED_BY(mu_);
  bool fail_reads_ ABSL_GUARDED_BY(mu_) = false;
  bool hold_ ABSL_GUARDED_BY(mu_) = false;
  std::size_t held_ ABSL_GUARDED_BY(mu_) = 0;
  std::size_t commits_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace conclave::store

#endif  // CONCLAVE_TESTS_SUPPORT_FAULT_STORE_H_
