#ifndef CONCLAVE_SERVER_SESSION_FORM_H_
#define CONCLAVE_SERVER_SESSION_FORM_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "conclave/v1/chat.pb.h"
#include "conclave/v1/room.pb.h"
#include "server/chat/commands.h"
#include "server/core/limits.h"

namespace conclave::session {

// The form of what clients send: what can be judged without the store. Each turns a message of the contract into a
// command, or says what is wrong with it.

absl::StatusOr<CommandId> CommandIdOf(const std::string& bytes);

absl::StatusOr<chat::SendMessage> ToCommand(const v1::SendMessage& request, const Limits& limits);
absl::StatusOr<chat::CreateRoom> ToCommand(const v1::CreateRoomRequest& request, const Limits& limits);
// `author` becomes one of the members.
absl::StatusOr<chat::OpenDirectRoom> ToCommand(const v1::OpenDirectRoomRequest& request, UserId author,
                                               const Limits& limits);

absl::Status CheckHello(const v1::Hello& hello, const Limits& limits);
absl::Status CheckAttach(const v1::Attach& attach);

}  // namespace conclave::session

#endif  // CONCLAVE_SERVER_SESSION_FORM_H_
