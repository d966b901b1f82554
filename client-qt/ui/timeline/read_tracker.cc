#include "client-qt/ui/timeline/read_tracker.h"

namespace conclave::desktop {

Seq ReadTracker::Look(Seq first, Seq last, absl::Duration now) {
  if (last == 0) {
    since_.clear();
    return 0;
  }
  std::erase_if(since_, [&](const auto& entry) { return entry.first < first || entry.first > last; });
  Seq read = 0;
  for (Seq seq = first; seq <= last; ++seq) {
    const absl::Duration start = since_.try_emplace(seq, now).first->second;
    if (now - start >= kLookTime) read = seq;
  }
  return read;
}

}  // namespace conclave::desktop
