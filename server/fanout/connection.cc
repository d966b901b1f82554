#include "server/fanout/connection.h"

#include <utility>

#include "conclave/v1/chat.pb.h"
#include "server/core/event_codec.h"
#include "server/core/refusal.h"
#include "server/core/tally.h"

namespace conclave::fanout {
namespace {

std::uint64_t EventsIn(const Outgoing& outgoing) {
  std::uint64_t events = 0;
  for (const LaneItem& item : outgoing.live) {
    if (item.kind == LaneItem::Kind::kEvents) events += item.last - item.first + 1;
  }
  return events;
}

std::int64_t Micros(const Clock& clock) { return absl::ToInt64Microseconds(clock.Monotonic()); }

}  // namespace

Connection::Connection(UserId user, DeviceId device, const Limits& limits, const Clock& clock,
                       std::shared_ptr<Writer> writer)
    : user_(user),
      device_(device),
      clock_(clock),
      writer_(std::move(writer)),
      outbox_(user, {.live_bytes = limits.outbox_bytes, .low_watermark = kSegmentBytes, .write_bytes = kSegmentBytes}),
      last_write_(Micros(clock)) {}

void Connection::Pump() {
  Outgoing outgoing;
  switch (outbox_.TakeNext(outgoing)) {
    case Outbox::Next::kNothing:
      return;
    case Outbox::Next::kWrite:
      last_write_ = Micros(clock_);
      write_began_ = last_write_.load();
      ProcessTally().CountWrite(EventsIn(outgoing));
      writer_->Write(MakeWriteBatch(std::move(outgoing)));
      return;
    case Outbox::Next::kFinish:
      writer_->Finish(outgoing.status);
      return;
  }
}

void Connection::Written() {
  write_began_ = 0;
  outbox_.Written();
  Pump();
}

void Connection::Say(std::string event, std::size_t answers) {
  outbox_.PushControl(std::move(event), answers);
  Pump();
}

void Connection::SayHeartbeat() {
  v1::Event event;
  event.mutable_heartbeat()->set_server_time_us(clock_.NowUs());
  std::string bytes;
  AppendEvent(event, bytes);
  Say(std::move(bytes));
}

void Connection::Close(const absl::Status& status) {
  v1::Event event;
  *event.mutable_error() = ErrorFrom(status);
  event.mutable_error()->set_ends_stream(true);
  std::string bytes;
  AppendEvent(event, bytes);
  outbox_.Close(status, std::move(bytes));
  Pump();
}

void Connection::Cut(const absl::Status& status) {
  outbox_.Close(status, "");
  writer_->Cancel();
}

absl::Duration Connection::WriteAge() const {
  const std::int64_t began = write_began_;
  return began == 0 ? absl::ZeroDuration() : absl::Microseconds(Micros(clock_) - began);
}

absl::Duration Connection::Silence() const { return absl::Microseconds(Micros(clock_) - last_write_); }

}  // namespace conclave::fanout
