#include "tests/client/recorder.h"

#include "absl/strings/str_cat.h"

namespace conclave::client {
namespace {

std::string NameOf(Phase phase) {
  switch (phase) {
    case Phase::kIdle:
      return "idle";
    case Phase::kConnecting:
      return "connecting";
    case Phase::kOnline:
      return "online";
    case Phase::kWaiting:
      return "waiting";
    case Phase::kStopped:
      return "stopped";
  }
  return "unknown";
}

}  // namespace

void Recorder::Note(std::string text) {
  if (++inside_ > 1) overlapped_ = true;
  if (during_) during_();
  {
    MutexLock lock(mu_);
    told_.push_back(std::move(text));
    changed_.SignalAll();
  }
  --inside_;
}

void Recorder::OnStateChanged(const State& state) {
  {
    MutexLock lock(mu_);
    state_ = state;
  }
  Note(NameOf(state.phase));
}

void Recorder::OnEpochChanged(const EpochChanged& change) { Note(absl::StrCat("epoch ", change.now)); }

void Recorder::OnAttached(const v1::Attached& attached) {
  Note(absl::StrCat("attached ", attached.room_id(), " from ", attached.from_seq()));
}

void Recorder::OnAttachRefused(const AttachRefused& refused) {
  Note(absl::StrCat("attach refused ", refused.room.value()));
}

void Recorder::OnRoomEvent(v1::RoomEvent&& event) {
  Note(absl::StrCat("event ", event.room_id(), "/", event.seq(), " ", event.message().text()));
}

void Recorder::OnGap(const v1::Gap& gap) {
  Note(absl::StrCat("gap ", gap.room_id(), "/", gap.from_seq(), "-", gap.to_seq()));
}

void Recorder::OnCaughtUp(const v1::CaughtUp& caught_up) {
  Note(absl::StrCat("caught up ", caught_up.room_id(), "/", caught_up.seq()));
}

void Recorder::OnDetached(RoomId room) { Note(absl::StrCat("detached ", room.value())); }

void Recorder::OnAck(const Acked& ack) { Note(absl::StrCat("ack ", ack.room.value(), "/", ack.seq)); }

void Recorder::OnRefused(const Refused& refused) {
  Note(absl::StrCat("refused ", v1::Reason_Name(refused.error.reason())));
}

}  // namespace conclave::client
