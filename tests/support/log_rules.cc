#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "tests/support/history_rules.h"

namespace conclave::testing {
namespace {

constexpr Seq kOpenEnd = ~Seq{0};

// What of a stored event must be unique per command: a command that makes several events makes each of them once.
using Effect = std::tuple<std::uint64_t, std::string, int, std::uint32_t>;

Effect EffectOf(const v1::RoomEvent& event) {
  std::uint32_t member = 0;
  if (event.has_member_joined()) member = event.member_joined().user_id();
  if (event.has_member_left()) member = event.member_left().user_id();
  return {event.author_device_id(), event.command_id(), static_cast<int>(event.body_case()), member};
}

// Goes through one room from its first event to its last.
class RoomWalk {
 public:
  RoomWalk(const LogIndex& log, RoomId room, std::set<Effect>& effects, Verdict& verdict)
      : log_(log), room_(room), effects_(effects), verdict_(verdict) {}

  void Visit(const v1::RoomEvent& event) {
    ++seq_;
    if (event.seq() != seq_ || event.room_id() != room_.value()) {
      Report(Fault::kLogNotDense, absl::StrCat("in place ", seq_, " stands ", ToString(event)));
    }
    if (event.time_us() < time_) Report(Fault::kTimeWentBack, ToString(event));
    time_ = event.time_us();
    CountMessage(event);
    if (!event.command_id().empty() && !effects_.insert(EffectOf(event)).second) {
      Report(Fault::kStoredTwice, ToString(event));
    }
  }

 private:
  void CountMessage(const v1::RoomEvent& event) {
    if (event.has_message()) {
      ++messages_;
      ++author_messages_[event.author_user_id()];
    }
    const Ordinal ordinal = event.has_message() ? messages_ : 0;
    const Ordinal author_ordinal = event.has_message() ? author_messages_[event.author_user_id()] : 0;
    if (event.ordinal() != ordinal) {
      Report(Fault::kWrongOrdinal, absl::StrCat("expected ", ordinal, ": ", ToString(event)));
    }
    if (event.author_ordinal() != author_ordinal) {
      Report(Fault::kWrongAuthorOrdinal, absl::StrCat("expected ", author_ordinal, ": ", ToString(event)));
    }
  }

  void Report(Fault fault, std::string text) {
    verdict_.push_back({fault, absl::StrCat(text, log_.Around(room_, seq_))});
  }

  const LogIndex& log_;
  const RoomId room_;
  std::set<Effect>& effects_;
  Verdict& verdict_;
  Seq seq_ = 0;
  TimeUs time_ = 0;
  Ordinal messages_ = 0;
  std::map<std::uint32_t, Ordinal> author_messages_;
};

}  // namespace

LogIndex::LogIndex(const StoredLog& log) : log_(log) {
  for (const auto& [room, events] : log_) {
    for (const v1::RoomEvent& event : events) {
      if (event.has_room_created()) kinds_[room] = event.room_created().kind();
      if (event.has_member_joined()) {
        const bool founder = !event.command_id().empty() && event.command_id() == events.front().command_id();
        memberships_[{room, UserId(event.member_joined().user_id())}].push_back({founder ? 1 : event.seq(), kOpenEnd});
      }
      if (event.has_member_left()) {
        auto& spans = memberships_[{room, UserId(event.member_left().user_id())}];
        if (!spans.empty()) spans.back().to = event.seq();
      }
      if (event.has_message()) messages_.insert({{DeviceId(event.author_device_id()), event.command_id()}, &event});
    }
  }
}

const v1::RoomEvent* LogIndex::Find(RoomId room, Seq seq) const {
  const auto found = log_.find(room);
  if (found == log_.end() || seq == 0 || seq > found->second.size()) return nullptr;
  return &found->second[seq - 1];
}

Seq LogIndex::HeadOf(RoomId room) const {
  const auto found = log_.find(room);
  return found == log_.end() ? 0 : found->second.size();
}

bool LogIndex::MaySee(UserId user, RoomId room, Seq seq) const {
  const auto found = memberships_.find({room, user});
  if (found == memberships_.end()) return false;
  const auto kind = kinds_.find(room);
  const bool whole_history =
      kind != kinds_.end() && (kind->second == v1::ROOM_KIND_LOBBY || kind->second == v1::ROOM_KIND_PUBLIC);
  if (whole_history) return seq <= found->second.back().to;
  for (const Membership& span : found->second) {
    if (span.from <= seq && seq <= span.to) return true;
  }
  return false;
}

bool LogIndex::JoinsAfter(UserId user, RoomId room, Seq seq) const {
  const auto found = memberships_.find({room, user});
  return found != memberships_.end() && found->second.back().from > seq;
}

std::vector<const v1::RoomEvent*> LogIndex::MessagesOf(DeviceId device, const std::string& command) const {
  std::vector<const v1::RoomEvent*> events;
  const auto [begin, end] = messages_.equal_range({device, command});
  for (auto it = begin; it != end; ++it) events.push_back(it->second);
  return events;
}

std::string LogIndex::Around(RoomId room, Seq seq) const {
  std::string text;
  for (Seq near = seq > 2 ? seq - 2 : 1; near <= seq + 2; ++near) {
    if (const v1::RoomEvent* event = Find(room, near)) absl::StrAppend(&text, "\n      log: ", ToString(*event));
  }
  return text;
}

void CheckLog(const LogIndex& log, Verdict& verdict) {
  std::set<Effect> effects;
  for (const auto& [room, events] : log.log()) {
    RoomWalk walk(log, room, effects, verdict);
    for (const v1::RoomEvent& event : events) walk.Visit(event);
  }
}

}  // namespace conclave::testing
