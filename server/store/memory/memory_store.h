#ifndef CONCLAVE_SERVER_STORE_MEMORY_MEMORY_STORE_H_
#define CONCLAVE_SERVER_STORE_MEMORY_MEMORY_STORE_H_

#include <functional>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/core/mutex.h"
#include "server/core/random.h"
#include "server/store/store.h"

namespace conclave::store {

// A store that forgets everything with its object: for tests and simulations. Never fails but with ABORTED, and meets
// the same contract suite as the others. Thread-safe.
class MemoryStore final : public Store {
 public:
  explicit MemoryStore(Random& random = SystemRandom());

  [[nodiscard]] Header GetHeader() const override { return header_; }
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
  absl::Status Checkpoint() override { return absl::OkStatus(); }

 private:
  // What takes back the rows written so far, in the order they were written.
  using UndoLog = std::vector<std::function<void()>>;

  template <typename Predicate>
  std::optional<RoomRow> FindRoom(Predicate matches) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status WriteAll(const CommitBatch& batch, UndoLog& undo) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status Write(const UserRow& user, UndoLog& undo) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status Write(const DeviceRow& device, UndoLog& undo) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status Write(const RoomRow& room, UndoLog& undo) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status Write(const MemberRow& member, UndoLog& undo) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status Write(const VisibilityRow& visibility, UndoLog& undo) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status Write(const EventRow& event, UndoLog& undo) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status Write(const CommandRow& command, UndoLog& undo) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  // Constant after construction.
  const Header header_;

  Mutex mu_;
  // Guarded by mu_.
  std::map<UserId, UserRow> users_ ABSL_GUARDED_BY(mu_);
  std::map<DeviceId, DeviceRow> devices_ ABSL_GUARDED_BY(mu_);
  std::map<RoomId, RoomRow> rooms_ ABSL_GUARDED_BY(mu_);
  std::map<std::pair<RoomId, UserId>, MemberRow> members_ ABSL_GUARDED_BY(mu_);
  std::map<std::tuple<RoomId, UserId, Seq>, VisibilityRow> visibilities_ ABSL_GUARDED_BY(mu_);
  std::map<std::pair<RoomId, Seq>, EventRow> events_ ABSL_GUARDED_BY(mu_);
  std::map<std::pair<DeviceId, CommandId>, CommandRow> commands_ ABSL_GUARDED_BY(mu_);
};

}  // namespace conclave::store

#endif  // CONCLAVE_SERVER_STORE_MEMORY_MEMORY_STORE_H_
