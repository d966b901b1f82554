#include "bench/load/sender.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace conclave::bench {
namespace {

constexpr std::string_view kText = "What is said in this room is as long as most of what people say.";
static_assert(kText.size() == 64);

}  // namespace

void Sender::SendAt(Nanos planned) {
  {
    const MutexLock lock(mu_);
    waiting_.push_back(planned);
  }
  Pump();
}

void Sender::SendUntil(Nanos end) {
  {
    const MutexLock lock(mu_);
    until_ = end;
    const Nanos now = NowNanos();
    for (std::uint64_t i = 0; i < in_flight_; ++i) waiting_.push_back(now + static_cast<Nanos>(i));
  }
  Pump();
}

std::uint64_t Sender::unanswered() const {
  const MutexLock lock(mu_);
  return unanswered_ + waiting_.size();
}

Acks Sender::acks() const {
  const MutexLock lock(mu_);
  return acks_;
}

void Sender::OnResponse(std::string_view bytes) {
  const Nanos now = NowNanos();
  std::vector<ScannedEvent> others;
  bool whole = false;
  {
    const MutexLock lock(mu_);
    whole = ForEachEvent(bytes, [&](const ScannedEvent& event) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
      if (event.kind == v1::Event::kAckFieldNumber) return OnAckLocked(ScanAck(event.body), now);
      others.push_back(event);
    });
  }
  if (!whole) Fail("received a response that cannot be read");
  for (const ScannedEvent& event : others) Take(event);
  Pump();
}

void Sender::OnAckLocked(std::uint64_t request, Nanos now) {
  --unanswered_;
  ++acks_.count;
  acks_.last = now;
  acks_.latency.Record(static_cast<std::uint64_t>(std::max<Nanos>(0, now - planned_[request % kMostInFlight])));
  // Several acks come at one time; ids need times of their own.
  if (now < until_) waiting_.push_back(std::max(now, waiting_.empty() ? now : waiting_.back() + 1));
}

void Sender::OnEvent(const v1::Event& event) {
  if (!event.has_welcome()) return;
  {
    const MutexLock lock(mu_);
    const std::uint64_t allowed = event.welcome().limits().commands_in_flight();
    in_flight_ = std::min<std::uint64_t>({in_flight_ == 0 ? allowed : in_flight_, allowed, kMostInFlight});
  }
  BeReady();
}

void Sender::Pump() {
  {
    const MutexLock lock(mu_);
    if (std::exchange(pumping_, true)) return;
  }
  for (;;) {
    std::uint64_t request = 0;
    Nanos planned = 0;
    {
      const MutexLock lock(mu_);
      if (waiting_.empty() || unanswered_ >= in_flight_) {
        pumping_ = false;
        return;
      }
      planned = waiting_.front();
      waiting_.pop_front();
      request = ++last_request_;
      planned_[request % kMostInFlight] = planned;
      ++unanswered_;
    }
    SendMessage(request, planned);
  }
}

void Sender::SendMessage(std::uint64_t request, Nanos planned) {
  v1::ChatRequest message;
  message.set_request_id(request);
  v1::SendMessage& send = *message.mutable_send_message();
  send.set_room_id(room_.value());
  send.set_command_id(std::string(MakePlannedId(planned).bytes()));
  send.mutable_message()->set_text(std::string(kText));
  Participant::Send(message);
}

}  // namespace conclave::bench
