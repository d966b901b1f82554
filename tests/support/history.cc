#include "tests/support/history.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/core/strings.h"

namespace conclave::testing {
namespace {

// The end of an id is its random part; the beginning is time and much the same in a whole test.
std::string Short(const std::string& command) {
  const std::string hex = absl::BytesToHexString(command);
  return hex.size() > 8 ? hex.substr(hex.size() - 8) : hex;
}

std::string Excerpt(const std::string& text) {
  constexpr std::size_t kMost = 40;
  if (text.size() <= kMost) return absl::StrCat("\"", absl::Utf8SafeCEscape(text), "\"");
  return absl::StrCat("\"", absl::Utf8SafeCEscape(text.substr(0, kMost)), "\"… (", text.size(), " bytes)");
}

std::string At(RoomId room, Seq seq) { return absl::StrCat(room.value(), "/", seq); }

struct Printer {
  std::string operator()(const record::Sent& r) const {
    return absl::StrCat("sent ", Short(r.command), " to ", r.room.value(), ": ", Excerpt(r.text));
  }
  std::string operator()(const record::Called& r) const { return absl::StrCat("called ", Short(r.command)); }
  std::string operator()(const record::Acked& r) const {
    return absl::StrCat("acked ", Short(r.command), " as ", At(r.room, r.seq), " time ", r.time.value_or(0));
  }
  std::string operator()(const record::Refused& r) const {
    return absl::StrCat("refused ", Short(r.command), ": ", v1::Reason_Name(r.reason));
  }
  std::string operator()(const record::Opened&) const { return "stream opened"; }
  std::string operator()(const record::Closed&) const { return "stream closed"; }
  std::string operator()(const record::Starts& r) const { return absl::StrCat("starts after ", At(r.room, r.after)); }
  std::string operator()(const record::StartRefused& r) const {
    return absl::StrCat("start refused in ", r.room.value());
  }
  std::string operator()(const record::Attached& r) const { return absl::StrCat("attached from ", At(r.room, r.from)); }
  std::string operator()(const record::Received& r) const { return absl::StrCat("received ", ToString(r.event)); }
  std::string operator()(const record::Gap& r) const {
    return absl::StrCat("gap ", At(r.room, r.from), " to ", r.to, ": ", v1::GapReason_Name(r.reason));
  }
  std::string operator()(const record::CaughtUp& r) const { return absl::StrCat("caught up at ", At(r.room, r.seq)); }
  std::string operator()(const record::Detached& r) const { return absl::StrCat("detached from ", r.room.value()); }
  std::string operator()(const record::Complete& r) const { return absl::StrCat("complete in ", r.room.value()); }
};

struct RoomFinder {
  std::optional<RoomId> operator()(const record::Received& r) const { return RoomId(r.event.room_id()); }
  template <typename R>
  std::optional<RoomId> operator()(const R& r) const {
    if constexpr (requires { r.room; }) return r.room;
    return std::nullopt;
  }
};

std::string Body(const v1::RoomEvent& event) {
  switch (event.body_case()) {
    case v1::RoomEvent::kMessage:
      return absl::StrCat("message ", event.ordinal(), "(", event.author_ordinal(), ") ",
                          Excerpt(event.message().text()));
    case v1::RoomEvent::kRoomCreated:
      return absl::StrCat("room created ", Excerpt(event.room_created().name()));
    case v1::RoomEvent::kMemberJoined:
      return absl::StrCat("user ", event.member_joined().user_id(), " joined");
    case v1::RoomEvent::kMemberLeft:
      return absl::StrCat("user ", event.member_left().user_id(), " left");
    case v1::RoomEvent::BODY_NOT_SET:
      break;
  }
  return "unknown body";
}

}  // namespace

std::string ToString(const v1::RoomEvent& event) {
  return absl::StrCat(At(RoomId(event.room_id()), event.seq()), " by user ", event.author_user_id(), " device ",
                      event.author_device_id(), " command ", Short(event.command_id()), ": ", Body(event));
}

std::string ToString(const Record& record) { return std::visit(Printer{}, record); }

std::optional<RoomId> RoomOf(const Record& record) { return std::visit(RoomFinder{}, record); }

void Witness::Note(Record record) {
  MutexLock lock(mu_);
  records_.push_back(std::move(record));
}

std::vector<Record> Witness::Records() const {
  MutexLock lock(mu_);
  return records_;
}

Witness& History::AddWitness(std::string name, UserId user, DeviceId device) {
  MutexLock lock(mu_);
  return witnesses_.emplace_back(std::move(name), user, device);
}

std::vector<const Witness*> History::Witnesses() const {
  MutexLock lock(mu_);
  std::vector<const Witness*> all;
  for (const Witness& witness : witnesses_) all.push_back(&witness);
  return all;
}

}  // namespace conclave::testing
