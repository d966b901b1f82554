#ifndef CONCLAVE_BENCH_PREPARE_STORE_FILLER_H_
#define CONCLAVE_BENCH_PREPARE_STORE_FILLER_H_

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/chat/commands.h"
#include "server/core/ids.h"
#include "server/core/limits.h"
#include "server/log/commit_view.h"
#include "server/log/decider.h"
#include "server/store/store.h"

namespace conclave::bench {

struct Device {
  UserId user;
  DeviceId id;
};

// Fills a store by the rules and the commits of the server, in larger batches and without its threads. Confined to one
// thread; no server has the store open.
class StoreFiller {
 public:
  // Makes the store when there is none.
  static absl::StatusOr<std::unique_ptr<StoreFiller>> Open(const std::filesystem::path& store);

  // So many new users with a device each.
  absl::StatusOr<std::vector<Device>> AddDevices(std::size_t count);
  // A public room with all of them in it.
  absl::StatusOr<RoomId> AddRoom(const std::vector<Device>& members);
  // So many messages of 64 bytes by one device.
  absl::Status AddMessages(const Device& author, RoomId room, std::uint64_t count);
  // Commits what is left.
  absl::Status Finish();

 private:
  explicit StoreFiller(std::unique_ptr<store::Store> store);

  absl::StatusOr<chat::Changes> Do(const chat::Command& command, const Device& author);

  const Limits limits_;
  const std::unique_ptr<store::Store> store_;
  log::CommitView view_;
  log::Decider decider_;
};

}  // namespace conclave::bench

#endif  // CONCLAVE_BENCH_PREPARE_STORE_FILLER_H_
