#ifndef CONCLAVE_CLI_ARGUMENTS_H_
#define CONCLAVE_CLI_ARGUMENTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "server/core/ids.h"

namespace conclave::cli {

enum class Verb {
  kRoomList,
  kRoomFind,
  kRoomCreate,
  kRoomJoin,
  kRoomLeave,
  kRoomInvite,
  kRoomRemove,
  kRoomMembers,
  kDirect,
  kSend,
  kTail,
  kHistory,
  kHealth,
  kChat,
};

// What the command line says. Each verb uses the fields that its usage names.
struct Arguments {
  Verb verb = Verb::kHealth;
  std::string identity;
  // Empty: the identity's.
  std::string server;
  bool json = false;

  std::string room;
  std::vector<std::string> rooms;
  std::string user;
  std::vector<std::string> users;
  // Words of a message; "-" alone: lines of standard input.
  std::vector<std::string> text;
  std::string query;
  std::string topic;
  bool make_private = false;
  std::optional<Seq> after;
  std::optional<Seq> before;
  std::uint32_t limit = 0;
  bool follow = false;
  // How long `send` keeps trying while the server is away, in seconds.
  std::uint32_t patience = 60;

  // The text as one message.
  [[nodiscard]] std::string Message() const;
};

// The arguments, or, when there is nothing (more) to do, the exit code; what there was to say has been printed then.
std::variant<Arguments, int> ParseArguments(int argc, const char* const* argv);

}  // namespace conclave::cli

#endif  // CONCLAVE_CLI_ARGUMENTS_H_
