// docs/cli.md is the manual of what is written here; a member never changes its name or meaning.
#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "cli/json_line.h"
#include "cli/printer.h"
#include "server/core/strings.h"

namespace conclave::cli {
namespace {

// ROOM_KIND_PUBLIC is "public".
std::string Word(const std::string& name, std::size_t prefix) { return absl::AsciiStrToLower(name.substr(prefix)); }

std::string KindWord(v1::RoomKind kind) { return Word(v1::RoomKind_Name(kind), std::string_view("ROOM_KIND_").size()); }

std::string RoleWord(v1::RoomRole role) {
  if (role == v1::ROOM_ROLE_UNSPECIFIED) return "none";
  return Word(v1::RoomRole_Name(role), std::string_view("ROOM_ROLE_").size());
}

std::string_view PhaseWord(client::Phase phase) {
  switch (phase) {
    case client::Phase::kIdle:
      return "idle";
    case client::Phase::kConnecting:
      return "connecting";
    case client::Phase::kOnline:
      return "online";
    case client::Phase::kWaiting:
      return "waiting";
    case client::Phase::kStopped:
      return "stopped";
  }
  return "unknown";
}

void Write(const JsonLine& line, std::FILE* to) {
  std::fputs(absl::StrCat(line.ToString(), "\n").c_str(), to);
  std::fflush(to);
}

// For programs.
class JsonPrinter final : public Printer {
 public:
  explicit JsonPrinter(Names& names) : names_(names) {}

  void Room(const v1::Room& room) override {
    const std::vector<std::uint64_t> direct(room.direct_user_ids().begin(), room.direct_user_ids().end());
    Write(JsonLine("room")
              .Number("room_id", room.room_id())
              .Text("kind", KindWord(room.kind()))
              .Text("name", room.name())
              .Text("topic", room.topic())
              .Number("head_seq", room.head_seq())
              .Text("role", RoleWord(room.role()))
              .Number("member_count", room.member_count())
              .Numbers("direct_user_ids", direct),
          stdout);
  }

  void Member(RoomId room, const v1::Member& member) override {
    Write(JsonLine("member")
              .Number("room_id", room.value())
              .Number("user_id", member.user_id())
              .Text("name", member.name())
              .Text("role", RoleWord(member.role()))
              .Number("joined_seq", member.joined_seq()),
          stdout);
  }

  void Done(std::string_view verb, const v1::Room& room, Seq seq) override {
    Write(JsonLine("done").Text("verb", verb).Number("room_id", room.room_id()).Number("seq", seq), stdout);
  }

  void Event(const v1::RoomEvent& event) override {
    JsonLine line("event");
    line.Number("room_id", event.room_id())
        .Number("seq", event.seq())
        .Signed("time_us", event.time_us())
        .Number("author_user_id", event.author_user_id())
        .Text("author", event.author_user_id() == 0 ? "" : names_.User(UserId(event.author_user_id())))
        .Text("device_id", absl::StrCat(event.author_device_id()));
    const auto command = CommandId::FromBytes(event.command_id());
    line.Text("command_id", command ? command->ToString() : "");
    AddBody(event, line);
    Write(line, stdout);
  }

  void Gap(const v1::Gap& gap) override {
    Write(JsonLine("gap")
              .Number("room_id", gap.room_id())
              .Number("from_seq", gap.from_seq())
              .Number("to_seq", gap.to_seq())
              .Text("reason", Word(v1::GapReason_Name(gap.reason()), std::string_view("GAP_REASON_").size())),
          stdout);
  }

  void CaughtUp(const v1::CaughtUp& caught_up) override {
    Write(JsonLine("caught_up").Number("room_id", caught_up.room_id()).Number("seq", caught_up.seq()), stdout);
  }

  void Acked(const client::Acked& ack, std::uint64_t line) override {
    JsonLine json("ack");
    json.Number("room_id", ack.room.value())
        .Number("seq", ack.seq)
        .Signed("time_us", ack.time)
        .Text("command_id", ack.command.ToString());
    if (line != 0) json.Number("line", line);
    Write(json, stdout);
  }

  void Health(std::string_view service, bool serving) override {
    Write(JsonLine("health").Text("service", service).Text("status", serving ? "serving" : "not_serving"), stdout);
  }

  void State(const client::State& state) override {
    JsonLine line("state");
    line.Text("phase", PhaseWord(state.phase));
    if (state.phase == client::Phase::kWaiting) line.Signed("retry_at_us", state.retry_at);
    if (!state.trouble.sentence.empty()) {
      line.Text("text", state.trouble.sentence).Text("details", state.trouble.details);
    }
    Write(line, stderr);
  }

  void Error(const absl::Status& status, std::uint64_t line) override {
    JsonLine json("error");
    json.Text("code", absl::StatusCodeToString(status.code()))
        .Text("reason", v1::Reason_Name(client::ReasonOf(status)))
        .Text("text", ToStd(status.message()));
    if (line != 0) json.Number("line", line);
    Write(json, stderr);
  }

 private:
  void AddBody(const v1::RoomEvent& event, JsonLine& line) {
    switch (event.body_case()) {
      case v1::RoomEvent::kMessage:
        line.Text("kind", "message")
            .Text("text", event.message().text())
            .Number("ordinal", event.ordinal())
            .Number("author_ordinal", event.author_ordinal());
        return;
      case v1::RoomEvent::kRoomCreated:
        line.Text("kind", "room_created")
            .Text("room_kind", KindWord(event.room_created().kind()))
            .Text("name", event.room_created().name())
            .Text("topic", event.room_created().topic());
        return;
      case v1::RoomEvent::kMemberJoined:
        line.Text("kind", "member_joined")
            .Number("user_id", event.member_joined().user_id())
            .Text("user", names_.User(UserId(event.member_joined().user_id())))
            .Text("role", RoleWord(event.member_joined().role()));
        return;
      case v1::RoomEvent::kMemberLeft:
        line.Text("kind", "member_left")
            .Number("user_id", event.member_left().user_id())
            .Text("user", names_.User(UserId(event.member_left().user_id())));
        return;
      case v1::RoomEvent::BODY_NOT_SET:
        line.Text("kind", "unknown").Text("text", event.fallback_text());
        return;
    }
  }

  Names& names_;
};

}  // namespace

std::unique_ptr<Printer> MakeJsonPrinter(Names& names) { return std::make_unique<JsonPrinter>(names); }

}  // namespace conclave::cli
