#include <cstdio>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "cli/plain_text.h"
#include "cli/printer.h"
#include "server/core/strings.h"

namespace conclave::cli {
namespace {

// "[09:41]", with the day when it is another than today.
std::string Clock(std::int64_t time_us) {
  const absl::Time time = absl::FromUnixMicros(time_us);
  const absl::TimeZone zone = absl::LocalTimeZone();
  const bool today = absl::ToCivilDay(time, zone) == absl::ToCivilDay(absl::Now(), zone);
  return absl::FormatTime(today ? "[%H:%M]" : "[%Y-%m-%d %H:%M]", time, zone);
}

std::string_view KindName(v1::RoomKind kind) {
  switch (kind) {
    case v1::ROOM_KIND_LOBBY:
      return "lobby";
    case v1::ROOM_KIND_PUBLIC:
      return "public";
    case v1::ROOM_KIND_PRIVATE:
      return "private";
    case v1::ROOM_KIND_DIRECT:
      return "direct";
    default:
      return "room";
  }
}

// For people.
class TextPrinter final : public Printer {
 public:
  explicit TextPrinter(Names& names) : names_(names) {}

  void Room(const v1::Room& room) override {
    std::string line = absl::StrCat(names_.Label(room), "  ", ToAbsl(KindName(room.kind())), ", ", room.member_count(),
                                    room.member_count() == 1 ? " member" : " members");
    if (!room.topic().empty()) absl::StrAppend(&line, "  ", room.topic());
    Say(line);
  }

  void Member(RoomId /*room*/, const v1::Member& member) override {
    Say(absl::StrCat(member.name(), member.role() == v1::ROOM_ROLE_OWNER ? "  owner" : ""));
  }

  void Done(std::string_view verb, const v1::Room& room, Seq seq) override {
    Say(absl::StrCat(ToAbsl(verb), " ", names_.Label(room), " (", seq, ")"));
  }

  void Event(const v1::RoomEvent& event) override {
    const std::string what = Describe(event);
    if (what.empty()) return;
    Say(absl::StrCat(Clock(event.time_us()), " ", names_.Room(RoomId(event.room_id())), " ", what));
  }

  void Gap(const v1::Gap& gap) override {
    Say(absl::StrCat("-- ", names_.Room(RoomId(gap.room_id())), ": ", gap.from_seq(), " to ", gap.to_seq(),
                     gap.reason() == v1::GAP_REASON_RETENTION ? " are no longer kept." : " were not for you."));
  }

  void CaughtUp(const v1::CaughtUp& /*caught_up*/) override {}

  void Acked(const client::Acked& ack, std::uint64_t line) override {
    // Of many lines each answer is one too much.
    if (line == 0) Say(absl::StrCat("sent ", names_.Room(ack.room), " (", ack.seq, ")"));
  }

  void Health(std::string_view /*service*/, bool serving) override { Say(serving ? "serving" : "not serving"); }

  void State(const client::State& state) override {
    if (state.phase == client::Phase::kOnline && waited_) Complain("online again");
    if (state.phase == client::Phase::kOnline) waited_ = false;
    if (state.phase != client::Phase::kWaiting) return;
    // Said once, not at every attempt.
    if (!waited_ || state.trouble.sentence != last_trouble_) {
      Complain(absl::StrCat(state.trouble.sentence, " Trying again."));
    }
    waited_ = true;
    last_trouble_ = state.trouble.sentence;
  }

  void Error(const absl::Status& status, std::uint64_t line) override {
    const std::string text(status.message());
    Complain(line == 0 ? text : absl::StrCat("line ", line, ": ", text));
  }

 private:
  std::string Describe(const v1::RoomEvent& event) {
    const std::string author = names_.User(UserId(event.author_user_id()));
    switch (event.body_case()) {
      case v1::RoomEvent::kMessage:
        return absl::StrCat(author, ": ", event.message().text());
      case v1::RoomEvent::kRoomCreated:
        return event.author_user_id() == 0 ? "opened" : absl::StrCat(author, " made this room");
      case v1::RoomEvent::kMemberJoined: {
        const bool own = event.member_joined().user_id() == event.author_user_id() || event.author_user_id() == 0;
        const std::string user = names_.User(UserId(event.member_joined().user_id()));
        return own ? absl::StrCat(user, " joined") : absl::StrCat(author, " added ", user);
      }
      case v1::RoomEvent::kMemberLeft: {
        const bool own = event.member_left().user_id() == event.author_user_id() || event.author_user_id() == 0;
        const std::string user = names_.User(UserId(event.member_left().user_id()));
        return own ? absl::StrCat(user, " left") : absl::StrCat(author, " removed ", user);
      }
      case v1::RoomEvent::BODY_NOT_SET:
        return event.fallback_text();
    }
    return event.fallback_text();
  }

  static void Say(const std::string& line) {
    std::fputs(absl::StrCat(PlainText(line), "\n").c_str(), stdout);
    std::fflush(stdout);
  }
  static void Complain(const std::string& line) {
    std::fputs(absl::StrCat("conclavectl: ", PlainText(line), "\n").c_str(), stderr);
  }

  Names& names_;
  bool waited_ = false;
  std::string last_trouble_;
};

}  // namespace

std::unique_ptr<Printer> MakeTextPrinter(Names& names) { return std::make_unique<TextPrinter>(names); }

}  // namespace conclave::cli
