#include "server/session/history_calls.h"

#include <algorithm>
#include <limits>

#include "server/core/refusal.h"
#include "server/core/tally.h"
#include "server/log/attach.h"

namespace conclave::session {
namespace {

// Room for the fields beside the events.
constexpr std::size_t kPageOverhead = 1024;

store::PageQuery QueryOf(const v1::GetHistoryRequest& request, const Limits& limits) {
  constexpr std::size_t kDefault = 50;
  const bool forward = request.has_after_seq();
  store::PageQuery query{.room = RoomId(request.room_id()),
                         .bound = std::numeric_limits<Seq>::max(),
                         .direction = forward ? store::Direction::kForward : store::Direction::kBackward,
                         .max_events = request.limit() == 0 ? kDefault : std::size_t{request.limit()},
                         .max_bytes = limits.page_bytes - kPageOverhead};
  if (forward) query.bound = request.after_seq();
  if (request.has_before_seq()) query.bound = request.before_seq();
  if (query.max_events > limits.page_events) ProcessTally().CountLimit(LimitIndex("limits.page_events"));
  query.max_events = std::min(query.max_events, limits.page_events);
  return query;
}

const fanout::HiddenRange* Hiding(const fanout::RoomView& view, Seq seq) {
  const auto it = std::ranges::find_if(
      view.hidden, [seq](const fanout::HiddenRange& range) { return seq >= range.from && seq <= range.to; });
  return it == view.hidden.end() ? nullptr : &*it;
}

void AddGaps(const fanout::RoomView& view, RoomId room, Seq first, Seq last, v1::GetHistoryResponse& response) {
  for (const fanout::HiddenRange& range : view.hidden) {
    if (range.to < first || range.from > last) continue;
    v1::Gap& gap = *response.add_gaps();
    gap.set_room_id(room.value());
    gap.set_from_seq(std::max(range.from, first));
    gap.set_to_seq(std::min(range.to, last));
    gap.set_reason(v1::GAP_REASON_NOT_VISIBLE);
  }
}

// A page that would begin within a hidden range begins beyond it.
void SkipHidden(const fanout::RoomView& view, store::PageQuery& query) {
  if (query.direction == store::Direction::kForward) {
    if (const auto* range = Hiding(view, query.bound + 1)) query.bound = range->to;
  } else if (query.bound > 0) {
    if (const auto* range = Hiding(view, std::min(query.bound - 1, view.head))) query.bound = range->from;
  }
}

bool EndedBySize(const store::EventPage& page, const store::PageQuery& query) {
  if (page.events.empty() || page.events.size() == query.max_events) return false;
  const bool forward = query.direction == store::Direction::kForward;
  return forward ? page.events.back().seq < page.head : page.events.front().seq > 1;
}

// What came after the membership was checked is not shown: it may have ended since.
void CutAt(Seq head, store::EventPage& page) {
  page.head = head;
  while (!page.events.empty() && page.events.back().seq > head) page.events.pop_back();
}

// The encoded response; an event of the page that is hidden is left out and named in a gap.
std::string Respond(const store::EventPage& page, const store::PageQuery& query, const fanout::RoomView& view,
                    Seq asked) {
  std::string bytes;
  for (const store::EventRow& row : page.events) {
    if (!Hiding(view, row.seq)) bytes.append(row.bytes);
  }
  v1::GetHistoryResponse rest;
  rest.set_as_of_seq(page.head);
  const bool forward = query.direction == store::Direction::kForward;
  if (!page.events.empty()) {
    const Seq first = page.events.front().seq;
    const Seq last = page.events.back().seq;
    rest.set_more(forward ? last < page.head : first > 1);
    rest.set_next_seq(forward ? last : first);
    AddGaps(view, query.room, forward ? std::min(asked + 1, first) : first, forward ? last : std::max(last, asked),
            rest);
  }
  return bytes + rest.SerializeAsString();
}

absl::StatusOr<std::string> LoadHistory(store::Store& store, UserId user, const v1::GetHistoryRequest& request,
                                        const Limits& limits) {
  const RoomId room(request.room_id());
  CONCLAVE_ASSIGN_OR_RETURN(const fanout::RoomView view, log::LoadRoomView(store, room, user, /*after=*/0));
  if (request.min_as_of_seq() > view.head) {
    return Refuse(v1::REASON_NOT_YET, "This server has not come so far yet.", {.retry_after = absl::Milliseconds(100)});
  }
  store::PageQuery query = QueryOf(request, limits);
  if (query.direction == store::Direction::kBackward) query.bound = std::min(query.bound, view.head + 1);
  const Seq asked =
      query.direction == store::Direction::kForward ? query.bound : std::min(query.bound, view.head + 1) - 1;
  SkipHidden(view, query);
  CONCLAVE_ASSIGN_OR_RETURN(store::EventPage page, store.LoadPage(query));
  if (EndedBySize(page, query)) ProcessTally().CountLimit(LimitIndex("limits.page_bytes"));
  CutAt(view.head, page);
  return Respond(page, query, view, asked);
}

}  // namespace

void HistoryCalls::GetHistory(const auth::Identity& identity, const v1::GetHistoryRequest& request,
                              Done<std::string> done) const {
  RunRead<std::string>(
      identity, request,
      [this](const Caller& caller, const v1::GetHistoryRequest& asked) {
        return LoadHistory(services_.store, caller.user.id, asked, services_.limits);
      },
      std::move(done));
}

}  // namespace conclave::session
