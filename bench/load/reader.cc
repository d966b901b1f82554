#include "bench/load/reader.h"

#include <string>
#include <vector>

namespace conclave::bench {

std::uint64_t Reader::count() const {
  const MutexLock lock(mu_);
  return count_.deliveries().count;
}

Deliveries Reader::deliveries() const {
  const MutexLock lock(mu_);
  return count_.deliveries();
}

void Reader::OnResponse(std::string_view bytes) {
  const Nanos now = NowNanos();
  std::vector<ScannedRoomEvent> messages;
  std::vector<ScannedEvent> others;
  const bool whole = ForEachEvent(bytes, [&](const ScannedEvent& event) {
    if (event.kind != v1::Event::kRoomEventFieldNumber) return others.push_back(event);
    messages.push_back(ScanRoomEvent(event.body));
  });
  std::string problem = whole ? "" : "received a response that cannot be read";
  {
    const MutexLock lock(mu_);
    for (const ScannedRoomEvent& message : messages) {
      if (message.room != room_.value()) continue;
      const std::string wrong = count_.Add(message, now);
      if (!wrong.empty()) problem = wrong;
    }
  }
  if (!problem.empty()) Fail(problem);
  for (const ScannedEvent& event : others) Take(event);
}

void Reader::OnEvent(const v1::Event& event) {
  if (event.has_room_summary() && event.room_summary().room_id() == room_.value()) {
    bool first = false;
    {
      const MutexLock lock(mu_);
      first = count_.next() == 0;
    }
    if (first) Attach(event.room_summary().head_seq());
  } else if (event.has_caught_up()) {
    {
      const MutexLock lock(mu_);
      if (count_.next() == 0) count_.set_next(event.caught_up().seq() + 1);
    }
    BeReady();
  } else if (event.has_notice()) {
    const MutexLock lock(mu_);
    count_.AddBehind();
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
