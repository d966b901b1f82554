#include <cstdlib>
#include <iostream>
#include <utility>
#include <variant>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/conversation.h"
#include "cli/exit_code.h"
#include "cli/plain_text.h"
#include "cli/verbs.h"
#include "client/identity.h"
#include "server/core/clock.h"

namespace conclave::cli {
namespace {

int Do(Context& context) {
  switch (context.arguments.verb) {
    case Verb::kRoomList:
      return RoomList(context);
    case Verb::kRoomFind:
      return RoomFind(context);
    case Verb::kRoomCreate:
      return RoomCreate(context);
    case Verb::kRoomJoin:
      return RoomJoin(context);
    case Verb::kRoomLeave:
      return RoomLeave(context);
    case Verb::kRoomInvite:
      return RoomInvite(context);
    case Verb::kRoomRemove:
      return RoomRemove(context);
    case Verb::kRoomMembers:
      return RoomMembers(context);
    case Verb::kDirect:
      return Direct(context);
    case Verb::kSend:
      return Send(context);
    case Verb::kTail:
      return Tail(context);
    case Verb::kHistory:
      return History(context);
    case Verb::kHealth:
      return Health(context);
    case Verb::kChat:
      return Talk(context);
  }
  return kExitSoftware;
}

bool Talks(Verb verb) { return verb == Verb::kSend || verb == Verb::kTail || verb == Verb::kChat; }

int Fail(std::string_view text, int code) {
  std::cerr << "conclavectl: " << PlainText(text) << "\n";
  return code;
}

int Main(int argc, char** argv) {
  auto parsed = ParseArguments(argc, argv);
  if (const int* code = std::get_if<int>(&parsed)) return *code;
  Arguments& arguments = std::get<Arguments>(parsed);
  if (arguments.identity.empty()) {
    return Fail("no identity: give --identity DIR or set CONCLAVE_IDENTITY", kExitUsage);
  }
  // gRPC's own complaints are not for people; what they mean is said in a sentence.
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  if (Talks(arguments.verb)) HoldEndingSignals();
  auto identity = client::LoadIdentity(arguments.identity, SystemClock().NowUs());
  if (!identity.ok()) return Fail(std::string(identity.status().message()), IdentityExitCodeOf(identity.status()));
  Context context(std::move(arguments), *std::move(identity));
  return Do(context);
}

}  // namespace
}  // namespace conclave::cli

int main(int argc, char** argv) { return conclave::cli::Main(argc, argv); }
