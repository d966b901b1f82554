#ifndef CONCLAVE_SERVER_SESSION_GREETING_H_
#define CONCLAVE_SERVER_SESSION_GREETING_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "conclave/v1/chat.pb.h"
#include "server/auth/identity.h"
#include "server/session/services.h"

namespace conclave::session {

// The device and user an identity names.
struct Caller {
  store::UserRow user;
  store::DeviceRow device;
};

// UNKNOWN_DEVICE unless both exist and belong together. Reads the store: not for a thread that must not block.
absl::StatusOr<Caller> LoadCaller(store::Store& store, const auth::Identity& identity);

// What a newly greeted client is told, and which rooms it follows.
struct Greeting {
  // Encoded: Welcome, then a summary per joined room.
  std::vector<std::string> events;
  std::vector<RoomId> rooms;
  // The cursors in Hello hold: its attachments are made.
  bool cursors_hold = false;
};

// Reads the store: not for a thread that must not block.
absl::StatusOr<Greeting> LoadGreeting(const Services& services, const auth::Identity& identity,
                                      std::uint64_t request_id, const v1::Hello& hello);

}  // namespace conclave::session

#endif  // CONCLAVE_SERVER_SESSION_GREETING_H_
