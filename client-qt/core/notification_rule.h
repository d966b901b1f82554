#ifndef CONCLAVE_CLIENT_QT_CORE_NOTIFICATION_RULE_H_
#define CONCLAVE_CLIENT_QT_CORE_NOTIFICATION_RULE_H_

#include "client-qt/core/message.h"

namespace conclave::desktop {

// Where the person's eyes are when a message comes in.
struct Attention {
  // The window has the focus.
  bool window_active = false;
  // The message's room is the one the window shows.
  bool room_shown = false;
  // The person asked not to be disturbed.
  bool do_not_disturb = false;
  // The person asked for quiet in that room.
  bool room_muted = false;
};

// Whether a message that came in live is announced. The one place where that is decided.
[[nodiscard]] bool Notifies(const Message& message, const Attention& attention);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_CORE_NOTIFICATION_RULE_H_
