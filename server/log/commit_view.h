#ifndef CONCLAVE_SERVER_LOG_COMMIT_VIEW_H_
#define CONCLAVE_SERVER_LOG_COMMIT_VIEW_H_

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/chat/room_draft.h"
#include "server/core/ids.h"
#include "server/store/store.h"

namespace conclave::log {

// The rows the committer decides by: those the present batch changes, over a cache of those read and written before,
// over the store. What a batch changes enters the cache only when it was committed. Confined to the committer thread.
class CommitView {
 public:
  explicit CommitView(store::Store& store) : store_(store) {}

  absl::StatusOr<std::optional<store::RoomRow>> Room(RoomId id);
  absl::StatusOr<std::optional<store::RoomRow>> RoomByName(const std::string& name);
  absl::StatusOr<std::optional<store::RoomRow>> RoomByDirectKey(const std::string& key);
  absl::StatusOr<std::optional<store::MemberRow>> Member(RoomId room, UserId user);
  absl::StatusOr<std::optional<store::UserRow>> User(UserId id);
  absl::StatusOr<std::optional<store::UserRow>> UserByName(const std::string& name);
  // How many rooms the user is in.
  absl::StatusOr<std::size_t> CountRooms(UserId user);
  // What an earlier command of that id did. Ids above the device's newest are taken to be new without a look into the
  // store, unless `thorough`; the store refuses the commit should that be wrong.
  absl::StatusOr<std::optional<store::CommandRow>> Command(DeviceId device, const CommandId& id, bool thorough);

  // Adds one command's changes to the batch.
  void Add(const chat::Changes& changes, const std::optional<store::CommandRow>& command);

  // The batch, to be committed and then kept or dropped.
  [[nodiscard]] const store::CommitBatch& batch() const { return batch_; }
  // The batch is committed.
  void Keep();
  // The batch is not, or perhaps not, committed: it and every cached row are forgotten.
  void Drop();

 private:
  using MemberKey = std::pair<RoomId, UserId>;

  // Rows of either kind in the cache; beyond it, the cache starts anew.
  static constexpr std::size_t kCachedRows = 200'000;

  store::Store& store_;
  store::CommitBatch batch_;

  // Where rows of the present batch stand in it.
  absl::flat_hash_map<RoomId, std::size_t> room_at_;
  absl::flat_hash_map<MemberKey, std::size_t> member_at_;
  absl::flat_hash_map<std::pair<DeviceId, CommandId>, std::size_t> command_at_;

  absl::flat_hash_map<RoomId, store::RoomRow> rooms_;
  absl::flat_hash_map<MemberKey, std::optional<store::MemberRow>> members_;
  // The newest client-made id of each device.
  absl::flat_hash_map<DeviceId, CommandId> newest_;
};

}  // namespace conclave::log

#endif  // CONCLAVE_SERVER_LOG_COMMIT_VIEW_H_
