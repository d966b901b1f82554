#ifndef CONCLAVE_SERVER_STORE_PAGE_BUILDER_H_
#define CONCLAVE_SERVER_STORE_PAGE_BUILDER_H_

#include <cstddef>
#include <string_view>

#include "absl/status/statusor.h"
#include "server/store/store.h"

namespace conclave::store {

// Makes one page of events, offered in the direction of the query, and holds the rules of a page for every store: its
// limits, its order, and that every number between its ends is there. Confined to the caller's thread and owned by it.
class PageBuilder {
 public:
  // `head` is that of the room in the snapshot the events come from.
  PageBuilder(const PageQuery& query, Seq head);

  // No further event is wanted: a limit is reached or the room has no more.
  [[nodiscard]] bool full() const { return full_; }
  // Number of the event wanted next; meaningless when full.
  [[nodiscard]] Seq next() const { return next_; }

  // Takes the event, unless it is too large for what is left of the page or not the one wanted; either makes the page
  // full. Call while not full.
  void Offer(Seq seq, std::string_view bytes, UserId ends_for);

  // The page; call once. DATA_LOSS: the event wanted next was not offered.
  absl::StatusOr<EventPage> Finish() &&;

 private:
  void Advance();

  const PageQuery query_;
  EventPage page_;
  std::size_t bytes_ = 0;
  Seq next_ = 0;
  bool full_ = false;
  bool missing_ = false;
};

}  // namespace conclave::store

#endif  // CONCLAVE_SERVER_STORE_PAGE_BUILDER_H_
