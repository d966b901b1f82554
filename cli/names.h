#ifndef CONCLAVE_CLI_NAMES_H_
#define CONCLAVE_CLI_NAMES_H_

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "client/calls.h"
#include "conclave/v1/room.pb.h"
#include "server/core/ids.h"

namespace conclave::cli {

// Names of users and rooms, fetched when first needed. Blocks. Confined to the main thread.
class Names {
 public:
  explicit Names(client::Calls& calls) : calls_(calls) {}

  // "alice"; "user:7" when the server does not tell.
  std::string User(UserId user);
  // Fetches those not known yet in one call.
  void LearnUsers(const std::set<UserId>& users);

  // "#lobby", "@bob", "@bob,carol"; "id:5" when the server does not tell.
  std::string Room(RoomId room);
  std::string Label(const v1::Room& room);

  // The room that ROOM on the command line means: a name, id:N, or @user, whose direct room is opened.
  absl::StatusOr<v1::Room> Find(std::string_view room);
  absl::StatusOr<UserId> FindUser(std::string_view name);

 private:
  client::Calls& calls_;
  std::map<UserId, std::string> users_;
  std::map<RoomId, std::string> rooms_;
};

}  // namespace conclave::cli

#endif  // CONCLAVE_CLI_NAMES_H_
