#ifndef CONCLAVE_CLIENT_CALLS_H_
#define CONCLAVE_CLIENT_CALLS_H_

#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/channel.h"
#include "conclave/v1/directory.pb.h"
#include "conclave/v1/history.pb.h"
#include "conclave/v1/room.pb.h"
#include "server/core/clock.h"
#include "server/core/ids.h"
#include "server/core/mutex.h"
#include "server/core/random.h"

namespace conclave::client {

struct CallOptions {
  // For all attempts together.
  absl::Duration timeout = absl::Seconds(10);
  // Tries in all, while the server is unavailable; each call is safe to repeat.
  int attempts = 3;
  // The delay before the second try is at most this, then twice as much each time, at most ten times.
  absl::Duration retry_base = absl::Milliseconds(100);
};

enum class PageDirection { kNewest, kBefore, kAfter };

// Which page of history.
struct HistoryQuery {
  RoomId room;
  PageDirection direction = PageDirection::kNewest;
  // With kBefore and kAfter.
  Seq bound = 0;
  // 0: as many as the server gives by default.
  std::uint32_t limit = 0;
  Seq min_as_of = 0;
};

// The calls beside the conversation. They block, up to the timeout; a failed one carries the server's typed error
// (errors.h). Those that write take the client-made id of an earlier attempt, or make one; a repetition within one call
// uses the same. Thread-safe. Shares its Connection.
class Calls {
 public:
  explicit Calls(std::shared_ptr<Connection> connection, CallOptions options = {}, const Clock& clock = SystemClock(),
                 Random& random = SystemRandom());

  // All rooms the caller is in, by id.
  absl::StatusOr<std::vector<v1::Room>> ListRooms();
  // All rooms anybody can join whose name contains `query`, by name.
  absl::StatusOr<std::vector<v1::Room>> FindRooms(std::string_view query);
  absl::StatusOr<v1::Room> GetRoom(RoomId room);
  absl::StatusOr<v1::Room> GetRoomByName(std::string_view name);
  absl::StatusOr<v1::Room> CreateRoom(std::string_view name, v1::RoomKind kind, std::string_view topic,
                                      std::optional<CommandId> command = std::nullopt);
  // The number of the event by which the membership began.
  absl::StatusOr<Seq> JoinRoom(RoomId room, std::optional<CommandId> command = std::nullopt);
  absl::StatusOr<Seq> LeaveRoom(RoomId room, std::optional<CommandId> command = std::nullopt);
  absl::StatusOr<Seq> InviteMember(RoomId room, UserId user, std::optional<CommandId> command = std::nullopt);
  absl::StatusOr<Seq> RemoveMember(RoomId room, UserId user, std::optional<CommandId> command = std::nullopt);
  // All members, by user id.
  absl::StatusOr<std::vector<v1::Member>> ListMembers(RoomId room);
  absl::StatusOr<v1::Room> OpenDirectRoom(std::span<const UserId> users,
                                          std::optional<CommandId> command = std::nullopt);

  // One page.
  absl::StatusOr<v1::GetHistoryResponse> GetHistory(const HistoryQuery& query);

  // Those that exist; at most 500 are asked for.
  absl::StatusOr<std::vector<v1::User>> GetUsers(std::span<const UserId> ids);
  absl::StatusOr<v1::User> GetUserByName(std::string_view name);

  // grpc.health.v1: whether the service ("" for the whole server) is serving.
  absl::StatusOr<bool> CheckHealth(std::string_view service = "");

  // Ends the calls under way, and every later one at once, as CANCELLED; what the server does of them is unknown. Does
  // not wait.
  void Cancel() ABSL_LOCKS_EXCLUDED(mu_);

  [[nodiscard]] const std::shared_ptr<Connection>& connection() const { return connection_; }

 private:
  // Of what was given, or a new one.
  [[nodiscard]] std::string IdBytes(const std::optional<CommandId>& command);

  using Attempt = std::function<grpc::Status(const std::shared_ptr<grpc::Channel>&, grpc::ClientContext&)>;
  // Makes attempts until one does not fail as unavailable.
  absl::Status Run(const Attempt& attempt);
  absl::Status RunOnce(const Attempt& attempt, absl::Duration timeout) ABSL_LOCKS_EXCLUDED(mu_);
  // Ends early when the calls are cancelled.
  void Pause(absl::Duration time) ABSL_LOCKS_EXCLUDED(mu_);

  const std::shared_ptr<Connection> connection_;
  const CallOptions options_;
  const Clock& clock_;
  Random& random_;

  Mutex mu_;
  CondVar ended_;
  bool cancelled_ ABSL_GUARDED_BY(mu_) = false;
  // Shared, so that a context can be cancelled without the mutex while its call returns.
  std::vector<std::shared_ptr<grpc::ClientContext>> under_way_ ABSL_GUARDED_BY(mu_);
};

}  // namespace conclave::client

#endif  // CONCLAVE_CLIENT_CALLS_H_
