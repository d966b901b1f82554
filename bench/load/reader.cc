#include "bench/load/reader.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace conclave::bench {

std::uint64_t Reader::count() const {
  const MutexLock lock(mu_);
  return deliveries_.count;
}

Deliveries Reader::deliveries() const {
  const MutexLock lock(mu_);
  return deliveries_;
}

void Reader::OnResponse(std::string_view bytes) {
  const Nanos now = NowNanos();
  std::vector<ScannedEvent> others;
  std::string problem;
  {
    const MutexLock lock(mu_);
    const bool whole = ForEachEvent(bytes, [&](const ScannedEvent& event) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
      if (event.kind != v1::Event::kRoomEventFieldNumber) return others.push_back(event);
      const ScannedRoomEvent scanned = ScanRoomEvent(event.body);
      if (scanned.room != room_.value()) return;
      if (scanned.seq != next_) problem = absl::StrCat("received number ", scanned.seq, " in place of ", next_);
      next_ = scanned.seq + 1;
      ++deliveries_.count;
      deliveries_.latency.Record(static_cast<std::uint64_t>(std::max<Nanos>(0, now - PlannedTime(scanned.command_id))));
      deliveries_.last = now;
    });
    if (!whole) problem = "received a response that cannot be read";
  }
  if (!problem.empty()) Fail(problem);
  for (const ScannedEvent& event : others) Take(event);
}

void Reader::OnEvent(const v1::Event& event) {
  if (event.has_room_summary() && event.room_summary().room_id() == room_.value()) {
    bool first = false;
    {
      const MutexLock lock(mu_);
      first = next_ == 0;
    }
    if (first) Attach(event.room_summary().head_seq());
  } else if (event.has_caught_up()) {
    {
      const MutexLock lock(mu_);
      if (next_ == 0) next_ = event.caught_up().seq() + 1;
    }
    BeReady();
  } else if (event.has_notice()) {
    const MutexLock lock(mu_);
    ++deliveries_.behind;
  }
}

void Reader::Attach(std::uint64_t after) {
  v1::ChatRequest request;
  request.set_request_id(kHelloRequest + 1);
  request.mutable_attach()->set_room_id(room_.value());
  request.mutable_attach()->set_after_seq(after);
  Participant::Send(request);
}

}  // namespace conclave::bench
