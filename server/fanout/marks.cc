#include "server/fanout/marks.h"

#include "conclave/v1/chat.pb.h"
#include "server/core/event_codec.h"

namespace conclave::fanout {
namespace {

v1::Event EventOf(const LaneItem& mark) {
  v1::Event event;
  switch (mark.kind) {
    case LaneItem::Kind::kEvents:
      break;
    case LaneItem::Kind::kAttached:
      event.mutable_attached()->set_request_id(mark.request_id);
      event.mutable_attached()->set_room_id(mark.room.value());
      event.mutable_attached()->set_from_seq(mark.first);
      break;
    case LaneItem::Kind::kGap:
      event.mutable_gap()->set_room_id(mark.room.value());
      event.mutable_gap()->set_from_seq(mark.first);
      event.mutable_gap()->set_to_seq(mark.last);
      event.mutable_gap()->set_reason(v1::GAP_REASON_NOT_VISIBLE);
      break;
    case LaneItem::Kind::kCaughtUp:
      event.mutable_caught_up()->set_room_id(mark.room.value());
      event.mutable_caught_up()->set_seq(mark.last);
      break;
  }
  return event;
}

}  // namespace

void AppendMark(const LaneItem& mark, std::string& out) { AppendEvent(EventOf(mark), out); }

void AppendBehind(const Outgoing::BehindNotice& notice, std::string& out) {
  v1::Event event;
  v1::Behind& behind = *event.mutable_notice()->mutable_behind();
  behind.set_room_id(notice.room.value());
  behind.set_missing(notice.missing);
  AppendEvent(event, out);
}

}  // namespace conclave::fanout
