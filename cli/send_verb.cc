#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/conversation.h"
#include "cli/exit_code.h"
#include "cli/verbs.h"

namespace conclave::cli {
namespace {

// Messages read ahead of their answers.
constexpr std::size_t kMaxPending = 1000;

// Says messages in one room, each until it has its answer; done when all have theirs.
class Sender final : public Conversation {
 public:
  // Without `text` the lines of standard input are said.
  Sender(Context& context, RoomId room, std::optional<std::string> text)
      : Conversation(context), room_(room), from_input_(!text), patience_(absl::Seconds(context.arguments.patience)) {
    if (!text) return;
    SendOne(*std::move(text), 0);
    chat().HalfClose();
  }

 protected:
  [[nodiscard]] bool WantsLines() const override { return from_input_ && lines_.size() < kMaxPending; }

  void OnLine(std::string line) override {
    ++line_;
    // A blank line says nothing.
    if (line.find_first_not_of(" \t\r") == std::string::npos) return;
    SendOne(std::move(line), line_);
  }

  void OnLinesEnd() override { chat().HalfClose(); }

  void OnAcked(const client::Acked& ack) override {
    const auto found = lines_.find(ack.command);
    context().printer->Acked(ack, found->second);
    lines_.erase(found);
  }

  void OnRefused(const client::Refused& refused) override {
    const auto found = lines_.find(refused.command);
    Failed(client::ToStatus(refused.error), found->second);
    lines_.erase(found);
  }

  void OnFinished() override { Stop(result_); }
  void OnSignal() override { GiveUp("interrupted"); }
  void OnOutOfPatience() override { GiveUp("the server stayed away"); }
  [[nodiscard]] absl::Duration Patience() const override { return patience_; }

 private:
  void SendOne(std::string text, std::uint64_t line) {
    const auto command = chat().Send(room_, std::move(text));
    if (!command.ok()) return Failed(command.status(), line);
    lines_[*command] = line;
  }

  // The first failure decides the exit code.
  void Failed(const absl::Status& status, std::uint64_t line) {
    const int code = context().Fail(status, line);
    if (result_ == kExitOk) result_ = code;
  }

  // Names the first message without an answer: ids ascend with time, and lines with them.
  void GiveUp(std::string_view why) {
    std::uint64_t first = 0;
    for (const auto& [command, line] : lines_) {
      if (first == 0 || line < first) first = line;
    }
    context().printer->Error(absl::UnavailableError(absl::StrCat(lines_.size(), " not answered: ", std::string(why))),
                             first);
    Stop(kExitTemporary);
  }

  const RoomId room_;
  const bool from_input_;
  const absl::Duration patience_;
  // Messages without an answer, and the line each came from.
  std::map<CommandId, std::uint64_t> lines_;
  std::uint64_t line_ = 0;
  int result_ = kExitOk;
};

}  // namespace

int SendMessage(Context& context, const v1::Room& room, std::string text) {
  return Sender(context, RoomId(room.room_id()), std::move(text)).Run();
}

int Send(Context& context) {
  const auto room = context.names.Find(context.arguments.room);
  if (!room.ok()) return context.Fail(room.status());
  const std::string message = context.arguments.Message();
  if (message != "-") return SendMessage(context, *room, message);
  return Sender(context, RoomId(room->room_id()), std::nullopt).Run();
}

}  // namespace conclave::cli
