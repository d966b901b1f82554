#include <set>
#include <utility>

#include "cli/conversation.h"
#include "cli/exit_code.h"
#include "cli/verbs.h"

namespace conclave::cli {
namespace {

// Prints what is said in rooms; without following, until each has been read to its end.
class Tailer final : public Conversation {
 public:
  Tailer(Context& context, const std::set<RoomId>& rooms)
      : Conversation(context), follow_(context.arguments.follow), rooms_(rooms.size()), unread_(rooms) {
    for (const RoomId room : rooms) {
      // Cannot fail before the end.
      (void)chat().Attach(room, context.arguments.after.value_or(0));
    }
  }

 protected:
  void OnEvent(const v1::RoomEvent& event) override { context().printer->Event(event); }
  void OnGap(const v1::Gap& gap) override { context().printer->Gap(gap); }

  void OnCaughtUp(const v1::CaughtUp& caught_up) override {
    context().printer->CaughtUp(caught_up);
    Finished(RoomId(caught_up.room_id()), kExitOk);
  }

  void OnAttachRefused(const client::AttachRefused& refused) override {
    const int code = context().Fail(client::ToStatus(refused.error));
    Finished(refused.room, code);
    // With nothing left to follow there is nothing to stay for.
    refused_.insert(refused.room);
    if (follow_ && refused_.size() == rooms_) Stop(result_);
  }

  void OnEpochChanged(const client::EpochChanged& change) override {
    context().printer->Error(
        absl::AbortedError("The server's store is another one; its rooms are read from the beginning."), 0);
    for (const RoomId room : change.dropped) (void)chat().Attach(room, 0);
  }

  void OnSignal() override { Stop(follow_ ? result_ : kExitTemporary); }
  void OnOutOfPatience() override { Stop(kExitTemporary); }

 private:
  void Finished(RoomId room, int code) {
    if (result_ == kExitOk) result_ = code;
    unread_.erase(room);
    if (!follow_ && unread_.empty()) Stop(result_);
  }

  const bool follow_;
  const std::size_t rooms_;
  std::set<RoomId> unread_;
  std::set<RoomId> refused_;
  int result_ = kExitOk;
};

}  // namespace

int Tail(Context& context) {
  std::set<RoomId> rooms;
  for (const std::string& name : context.arguments.rooms) {
    const auto room = context.names.Find(name);
    if (!room.ok()) return context.Fail(room.status());
    rooms.insert(RoomId(room->room_id()));
  }
  return Tailer(context, rooms).Run();
}

}  // namespace conclave::cli
