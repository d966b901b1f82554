#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/conversation.h"
#include "cli/exit_code.h"
#include "cli/plain_text.h"
#include "cli/verbs.h"

namespace conclave::cli {
namespace {

// How much of what was said before is shown.
constexpr Seq kRecent = 10;

// Prints what happens in one room and says the lines of standard input there, until a signal. The end of the input is
// no reason to go.
class Talker final : public Conversation {
 public:
  Talker(Context& context, const v1::Room& room) : Conversation(context), room_(room.room_id()) {
    // Cannot fail before the end.
    (void)chat().Attach(room_, room.head_seq() - std::min<Seq>(room.head_seq(), kRecent));
  }

 protected:
  void OnEvent(const v1::RoomEvent& event) override { context().printer->Event(event); }
  void OnGap(const v1::Gap& gap) override { context().printer->Gap(gap); }
  void OnAttachRefused(const client::AttachRefused& refused) override {
    Stop(context().Fail(client::ToStatus(refused.error)));
  }
  void OnEpochChanged(const client::EpochChanged& /*change*/) override { (void)chat().Attach(room_, 0); }
  void OnRefused(const client::Refused& refused) override { context().Fail(client::ToStatus(refused.error)); }

  [[nodiscard]] bool WantsLines() const override { return true; }
  void OnLine(std::string line) override {
    if (line.find_first_not_of(" \t\r") == std::string::npos) return;
    const auto sent = chat().Send(room_, std::move(line));
    if (!sent.ok()) context().Fail(sent.status());
  }

 private:
  const RoomId room_;
};

absl::StatusOr<v1::Room> FindLobby(Context& context) {
  const auto rooms = context.calls.ListRooms();
  if (!rooms.ok()) return rooms.status();
  const auto lobby = std::find_if(rooms->begin(), rooms->end(),
                                  [](const v1::Room& room) { return room.kind() == v1::ROOM_KIND_LOBBY; });
  if (lobby == rooms->end()) return absl::NotFoundError("This server has no lobby; name a room with --room.");
  return *lobby;
}

}  // namespace

int Talk(Context& context) {
  const std::string& name = context.arguments.room;
  const auto room = name.empty() ? FindLobby(context) : context.names.Find(name);
  if (!room.ok()) return context.Fail(room.status());
  if (!context.arguments.json) {
    const std::string where = absl::StrCat("You are ", context.identity.user, " in ", context.names.Label(*room),
                                           " at ", context.connection->target(), ".");
    std::fputs(absl::StrCat(PlainText(where), "\n").c_str(), stdout);
    std::fflush(stdout);
  }
  return Talker(context, *room).Run();
}

}  // namespace conclave::cli
