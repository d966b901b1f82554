#include <algorithm>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/support/history_rules.h"

namespace conclave::testing {
namespace {

// Follows one client through everything it was told, with a cursor per room as the client itself should have it.
class ClientWalk {
 public:
  ClientWalk(const Witness& witness, const LogIndex& log, Verdict& verdict)
      : witness_(witness), log_(log), verdict_(verdict), records_(witness.Records()) {}

  void Run() {
    for (position_ = 0; position_ < records_.size(); ++position_) {
      std::visit([this](const auto& record) { Visit(record); }, records_[position_]);
    }
  }

 private:
  struct RoomState {
    bool attached = false;
    bool left = false;
    // The attachment has been live, so that what follows was committed after it began.
    bool live = false;
    // The next number; 0 when the client never asked for the room.
    Seq next = 0;
    // Asked for and not begun yet.
    std::vector<Seq> starts;
  };

  void Visit(const record::Opened&) { EndAttachments(); }
  void Visit(const record::Closed&) { EndAttachments(); }

  void Visit(const record::Starts& record) { rooms_[record.room].starts.push_back(record.after + 1); }

  void Visit(const record::StartRefused& record) {
    std::vector<Seq>& starts = rooms_[record.room].starts;
    if (!starts.empty()) starts.erase(starts.begin());
  }

  void Visit(const record::Attached& record) {
    RoomState& room = rooms_[record.room];
    const auto asked = std::find(room.starts.begin(), room.starts.end(), record.from);
    if (asked != room.starts.end()) {
      room.starts.erase(room.starts.begin(), asked + 1);
    } else if (room.next == 0) {
      Report(Fault::kUnasked, record.room, record.from);
    } else if (record.from != room.next) {
      Report(record.from > room.next ? Fault::kMissed : Fault::kRepeated, record.room, record.from);
    }
    room = {.attached = true, .left = false, .live = false, .next = record.from, .starts = std::move(room.starts)};
  }

  void Visit(const record::Received& record) {
    const v1::RoomEvent& event = record.event;
    const RoomId room_id(event.room_id());
    RoomState& room = rooms_[room_id];
    CheckAttached(room, room_id, event.seq());
    Advance(room, room_id, event.seq(), event.seq());
    CheckAgainstLog(event);
    if (event.has_member_left() && UserId(event.member_left().user_id()) == witness_.user()) {
      // The end of an earlier membership is history to somebody who has come back since.
      const bool history = !room.live && log_.JoinsAfter(witness_.user(), room_id, event.seq());
      room.attached = history;
      room.left = !history;
    }
  }

  void Visit(const record::Gap& record) {
    RoomState& room = rooms_[record.room];
    CheckAttached(room, record.room, record.from);
    Advance(room, record.room, record.from, record.to);
    bool justified = record.from <= record.to && record.to <= log_.HeadOf(record.room);
    if (record.reason != v1::GAP_REASON_RETENTION) {
      for (Seq seq = record.from; justified && seq <= record.to; ++seq) {
        justified = !log_.MaySee(witness_.user(), record.room, seq);
      }
    }
    if (!justified) Report(Fault::kUnjustifiedGap, record.room, record.from);
  }

  void Visit(const record::CaughtUp& record) {
    RoomState& room = rooms_[record.room];
    CheckAttached(room, record.room, record.seq);
    if (record.seq + 1 != room.next) Report(Fault::kWrongCaughtUp, record.room, record.seq);
    room.live = true;
  }

  void Visit(const record::Detached& record) {
    RoomState& room = rooms_[record.room];
    CheckAttached(room, record.room, room.next);
    room.attached = false;
  }

  void Visit(const record::Complete& record) {
    const Seq next = rooms_[record.room].next;
    if (next != log_.HeadOf(record.room) + 1) Report(Fault::kNotComplete, record.room, next);
  }

  void Visit(const record::Sent&) {}
  void Visit(const record::Called&) {}
  void Visit(const record::Acked&) {}
  void Visit(const record::Refused&) {}

  void EndAttachments() {
    for (auto& [id, room] : rooms_) room.attached = false;
  }

  void CheckAttached(const RoomState& room, RoomId id, Seq seq) {
    if (room.attached) return;
    Report(room.left ? Fault::kAfterLeaving : Fault::kUnasked, id, seq);
  }

  void Advance(RoomState& room, RoomId id, Seq from, Seq to) {
    if (room.next != 0 && from != room.next) Report(from > room.next ? Fault::kMissed : Fault::kRepeated, id, from);
    room.next = std::max(room.next, to + 1);
  }

  void CheckAgainstLog(const v1::RoomEvent& event) {
    const RoomId room(event.room_id());
    const v1::RoomEvent* stored = log_.Find(room, event.seq());
    if (stored == nullptr) return Report(Fault::kSeenNotStored, room, event.seq());
    if (!google::protobuf::util::MessageDifferencer::Equals(event, *stored)) {
      Report(Fault::kDiffersFromLog, room, event.seq());
    }
    if (!log_.MaySee(witness_.user(), room, event.seq())) Report(Fault::kNotVisible, room, event.seq());
  }

  void Report(Fault fault, RoomId room, Seq seq) {
    std::string text = absl::StrCat(witness_.name(), " in room ", room.value(), " expected ", rooms_[room].next,
                                    ", at its record ", position_);
    AppendBefore(room, text);
    absl::StrAppend(&text, log_.Around(room, seq));
    verdict_.push_back({fault, std::move(text)});
  }

  // What the client was told of that room up to here, the last of it.
  void AppendBefore(RoomId room, std::string& text) {
    constexpr std::size_t kShown = 6;
    std::vector<std::string> lines;
    for (std::size_t i = position_ + 1; i-- > 0 && lines.size() < kShown;) {
      const auto about = RoomOf(records_[i]);
      const bool stream =
          std::holds_alternative<record::Opened>(records_[i]) || std::holds_alternative<record::Closed>(records_[i]);
      const bool own =
          std::holds_alternative<record::Sent>(records_[i]) || std::holds_alternative<record::Acked>(records_[i]);
      if (stream || (about == room && !own)) lines.push_back(ToString(records_[i]));
    }
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) absl::StrAppend(&text, "\n      ", *line);
  }

  const Witness& witness_;
  const LogIndex& log_;
  Verdict& verdict_;
  const std::vector<Record> records_;
  std::size_t position_ = 0;
  std::map<RoomId, RoomState> rooms_;
};

}  // namespace

void CheckDeliveries(const Witness& witness, const LogIndex& log, Verdict& verdict) {
  ClientWalk(witness, log, verdict).Run();
}

}  // namespace conclave::testing
