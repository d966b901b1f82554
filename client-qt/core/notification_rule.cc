#include "client-qt/core/notification_rule.h"

namespace conclave::desktop {

bool Notifies(const Message& message, const Attention& attention) {
  if (message.kind != MessageKind::kText || message.own || message.state != SendState::kSent) return false;
  if (attention.do_not_disturb || attention.room_muted) return false;
  return !(attention.window_active && attention.room_shown);
}

}  // namespace conclave::desktop
