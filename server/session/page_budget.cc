#include "server/session/page_budget.h"

#include <algorithm>

#include "server/core/tally.h"

namespace conclave::session {
namespace {

// Tag and length of an entry.
constexpr std::size_t kEntryOverhead = 5;
// Room for the fields beside the entries.
constexpr std::size_t kListOverhead = 1024;

}  // namespace

PageBudget::PageBudget(const Limits& limits) : left_(limits.page_bytes - kListOverhead) {}

bool PageBudget::Takes(const google::protobuf::MessageLite& entry) {
  const std::size_t bytes = entry.ByteSizeLong() + kEntryOverhead;
  if (bytes > left_ && !empty_) {
    ProcessTally().CountLimit(LimitIndex("limits.page_bytes"));
    return false;
  }
  empty_ = false;
  left_ -= std::min(bytes, left_);
  return true;
}

}  // namespace conclave::session
