#ifndef CONCLAVE_CLI_VERBS_H_
#define CONCLAVE_CLI_VERBS_H_

#include "cli/context.h"

namespace conclave::cli {

// Each does what its verb says, prints the result, and returns the exit code.
int RoomList(Context& context);
int RoomFind(Context& context);
int RoomCreate(Context& context);
int RoomJoin(Context& context);
int RoomLeave(Context& context);
int RoomInvite(Context& context);
int RoomRemove(Context& context);
int RoomMembers(Context& context);
int Direct(Context& context);
int History(Context& context);
int Health(Context& context);
int Send(Context& context);
int Tail(Context& context);
int Talk(Context& context);

// Says one message in a room and waits for its answer.
int SendMessage(Context& context, const v1::Room& room, std::string text);

}  // namespace conclave::cli

#endif  // CONCLAVE_CLI_VERBS_H_
