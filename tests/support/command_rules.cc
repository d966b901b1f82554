#include <algorithm>

#include "absl/strings/str_cat.h"
#include "tests/support/history_rules.h"

namespace conclave::testing {
namespace {

struct Attempt {
  const Witness* witness;
  record::Sent sent;
};

// Everything one client was told about one of its commands.
struct Fate {
  int attempts = 0;
  // It is a message, so its ack names an event of its own; a call may have found its work done.
  bool message = false;
  std::optional<record::Acked> ack;
  std::optional<v1::Reason> refusal;
};

// Whether a refusal says for certain that the command was not carried out.
bool IsCertain(v1::Reason reason) {
  return reason != v1::REASON_FATE_UNKNOWN && reason != v1::REASON_STORE_UNAVAILABLE && reason != v1::REASON_INTERNAL &&
         reason != v1::REASON_ID_REUSED;
}

// The commands of one client, in the order in which each was sent first.
class ClientCommands {
 public:
  ClientCommands(const Witness& witness, const LogIndex& log, Verdict& verdict)
      : witness_(witness), log_(log), verdict_(verdict) {
    for (const Record& record : witness.Records()) Take(record);
  }

  void Check() {
    for (const auto& [command, fate] : fates_) {
      if (fate.ack) CheckAck(*fate.ack, fate.message);
      const bool stored = !log_.MessagesOf(witness_.device(), command).empty();
      if (stored && !fate.ack && fate.refusal && fate.attempts == 1 && IsCertain(*fate.refusal)) {
        Report(Fault::kRefusedButStored, record::Refused{command, *fate.refusal});
      }
    }
    CheckOrder();
  }

 private:
  void Take(const Record& record) {
    if (const auto* sent = std::get_if<record::Sent>(&record)) {
      Fate& fate = fates_[sent->command];
      if (++fate.attempts == 1) order_.push_back(sent->command);
      fate.message = true;
    } else if (const auto* called = std::get_if<record::Called>(&record)) {
      ++fates_[called->command].attempts;
    } else if (const auto* refused = std::get_if<record::Refused>(&record)) {
      fates_[refused->command].refusal = refused->reason;
    } else if (const auto* acked = std::get_if<record::Acked>(&record)) {
      TakeAck(*acked);
    }
  }

  void TakeAck(const record::Acked& acked) {
    Fate& fate = fates_[acked.command];
    if (fate.ack && (fate.ack->room != acked.room || fate.ack->seq != acked.seq || fate.ack->time != acked.time)) {
      verdict_.push_back({Fault::kAckChanged, absl::StrCat(witness_.name(), " was first ", ToString(*fate.ack),
                                                           ", then ", ToString(acked))});
    }
    fate.ack = acked;
  }

  void CheckAck(const record::Acked& ack, bool message) {
    const v1::RoomEvent* event = log_.Find(ack.room, ack.seq);
    const bool own = event != nullptr && event->command_id() == ack.command &&
                     event->author_device_id() == witness_.device().value() &&
                     event->time_us() == ack.time.value_or(event->time_us());
    if (message ? !own : event == nullptr) Report(Fault::kAckedNotStored, ack, ack.room, ack.seq);
  }

  // What was refused on the way may have been sent again later, so it has no place in the order.
  void CheckOrder() {
    std::map<RoomId, Seq> last;
    for (const std::string& command : order_) {
      const auto stored = log_.MessagesOf(witness_.device(), command);
      if (stored.size() != 1 || fates_[command].refusal) continue;
      const RoomId room(stored.front()->room_id());
      const Seq seq = stored.front()->seq();
      if (seq < last[room]) {
        Report(Fault::kSendersOrderChanged,
               record::Sent{command, room, absl::StrCat("stored as ", seq, ", the one sent before it as ", last[room])},
               room, seq);
      }
      last[room] = std::max(last[room], seq);
    }
  }

  void Report(Fault fault, const Record& record, RoomId room = RoomId(), Seq seq = 0) {
    verdict_.push_back({fault, absl::StrCat(witness_.name(), ": ", ToString(record), log_.Around(room, seq))});
  }

  const Witness& witness_;
  const LogIndex& log_;
  Verdict& verdict_;
  std::map<std::string, Fate> fates_;
  std::vector<std::string> order_;
};

// Compares one stored message with the attempts that may have made it.
void CheckOrigin(const v1::RoomEvent& event, const std::vector<Attempt>& attempts, const LogIndex& log,
                 Verdict& verdict) {
  const RoomId room(event.room_id());
  const auto report = [&](Fault fault) {
    std::string text = ToString(event);
    for (const Attempt& attempt : attempts) {
      absl::StrAppend(&text, "\n      ", attempt.witness->name(), " ", ToString(attempt.sent));
    }
    verdict.push_back({fault, absl::StrCat(text, log.Around(room, event.seq()))});
  };
  if (attempts.empty()) return report(Fault::kInvented);
  const auto by_author = [&](const Attempt& attempt) {
    return attempt.witness->user().value() == event.author_user_id() &&
           attempt.witness->device().value() == event.author_device_id();
  };
  if (std::none_of(attempts.begin(), attempts.end(), by_author)) return report(Fault::kWrongAuthor);
  const auto same = [&](const Attempt& attempt) {
    return by_author(attempt) && attempt.sent.room == room && attempt.sent.text == event.message().text();
  };
  if (std::none_of(attempts.begin(), attempts.end(), same)) report(Fault::kAltered);
}

}  // namespace

void CheckCommands(const std::vector<const Witness*>& witnesses, const LogIndex& log, Verdict& verdict) {
  std::map<std::string, std::vector<Attempt>> attempts;
  for (const Witness* witness : witnesses) {
    ClientCommands(*witness, log, verdict).Check();
    for (const Record& record : witness->Records()) {
      if (const auto* sent = std::get_if<record::Sent>(&record)) attempts[sent->command].push_back({witness, *sent});
    }
  }
  for (const auto& [room, events] : log.log()) {
    for (const v1::RoomEvent& event : events) {
      if (event.has_message()) CheckOrigin(event, attempts[event.command_id()], log, verdict);
    }
  }
}

}  // namespace conclave::testing
