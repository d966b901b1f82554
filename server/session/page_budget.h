#ifndef CONCLAVE_SERVER_SESSION_PAGE_BUDGET_H_
#define CONCLAVE_SERVER_SESSION_PAGE_BUDGET_H_

#include <cstddef>

#include <google/protobuf/message_lite.h>

#include "server/core/limits.h"

namespace conclave::session {

// Keeps one page of a list within limits.page_bytes. Confined to its owner.
class PageBudget {
 public:
  explicit PageBudget(const Limits& limits);

  // Whether the page holds the entry beside those before it; the first it does always. After a no the page is at its
  // end: what follows belongs to the next.
  [[nodiscard]] bool Takes(const google::protobuf::MessageLite& entry);

 private:
  std::size_t left_;
  bool empty_ = true;
};

}  // namespace conclave::session

#endif  // CONCLAVE_SERVER_SESSION_PAGE_BUDGET_H_
