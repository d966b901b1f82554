#ifndef CONCLAVE_CLIENT_QT_UI_TIMELINE_READ_TRACKER_H_
#define CONCLAVE_CLIENT_QT_UI_TIMELINE_READ_TRACKER_H_

#include <map>

#include "absl/time/time.h"
#include "server/core/ids.h"

namespace conclave::desktop {

// Decides what a person has read: a message counts once it was in view for a second without a break while the window
// was active. Confined to one thread.
class ReadTracker {
 public:
  static constexpr absl::Duration kLookTime = absl::Seconds(1);

  // What is in view at `now`, by number; nothing when the window is inactive (`last` is 0). Returns the highest number
  // that counts as read by now, 0 when none does.
  Seq Look(Seq first, Seq last, absl::Duration now);

 private:
  // Since when each message has been in view.
  std::map<Seq, absl::Duration> since_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_TIMELINE_READ_TRACKER_H_
