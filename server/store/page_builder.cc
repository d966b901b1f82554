#include "server/store/page_builder.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace conclave::store {

PageBuilder::PageBuilder(const PageQuery& query, Seq head) : query_(query) {
  page_.head = head;
  if (query.direction == Direction::kForward) {
    full_ = query.max_events == 0 || query.bound >= head;
    next_ = query.bound + 1;
  } else {
    full_ = query.max_events == 0 || query.bound <= 1 || head == 0;
    next_ = std::min(query.bound - 1, head);
  }
}

void PageBuilder::Offer(Seq seq, std::string_view bytes, UserId ends_for) {
  if (seq != next_) {
    missing_ = full_ = true;
    return;
  }
  if (!page_.events.empty() && (bytes.size() > query_.max_bytes || bytes_ > query_.max_bytes - bytes.size())) {
    full_ = true;
    return;
  }
  bytes_ += bytes.size();
  page_.events.push_back({.room = query_.room, .seq = seq, .bytes = std::string(bytes), .ends_for = ends_for});
  Advance();
}

void PageBuilder::Advance() {
  if (query_.direction == Direction::kForward) {
    full_ = next_ == page_.head;
    ++next_;
  } else {
    --next_;
    full_ = next_ == 0;
  }
  if (page_.events.size() == query_.max_events) full_ = true;
}

absl::StatusOr<EventPage> PageBuilder::Finish() && {
  if (missing_ || !full_) {
    return absl::DataLossError(absl::StrCat("event ", next_, " of room ", query_.room.value(), " is missing"));
  }
  if (query_.direction == Direction::kBackward) std::reverse(page_.events.begin(), page_.events.end());
  return std::move(page_);
}

}  // namespace conclave::store
