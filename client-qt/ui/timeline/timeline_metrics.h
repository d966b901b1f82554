#ifndef CONCLAVE_CLIENT_QT_UI_TIMELINE_TIMELINE_METRICS_H_
#define CONCLAVE_CLIENT_QT_UI_TIMELINE_TIMELINE_METRICS_H_

#include <algorithm>

#include "client-qt/ui/theme/theme.h"

namespace conclave::desktop {

// Lengths of the timeline in pixels; what holds text goes with the text size.
namespace timeline {

inline constexpr int kMargin = 20;
inline constexpr int kAvatar = 36;
inline constexpr int kTextLeft = kMargin + kAvatar + 12;
inline constexpr int kTextColumn = 720;
// For the state of an own message, right of its last line.
inline constexpr int kStateRoom = 24;
inline constexpr int kStateIcon = 14;
inline constexpr int kCodePadX = 12;
inline constexpr int kCodePadY = 10;
inline constexpr int kBlockGap = 4;
inline constexpr int kGroupGap = 4;
inline constexpr int kHeaderPad = 3;
inline constexpr int kRowPad = 1;
inline constexpr int kBeginningIcon = 48;
// Below the newest message.
inline constexpr int kEndRoom = 8;
// The scroll bar is part of the margin at the right.
inline constexpr int kRightMargin = 8;

inline int DayHeight(const Theme& theme) { return theme.Scaled(24) + 20; }
inline int UnreadHeight(const Theme& theme) { return theme.Scaled(16) + 8; }
inline int BeginningHeight(const Theme& theme) {
  return 24 + kBeginningIcon + 12 + theme.LineHeight(TextKind::kTitle) + 4 + theme.LineHeight(TextKind::kSecondary) +
         12;
}
// Of the line with the author's name.
inline int NameHeight(const Theme& theme) { return theme.LineHeight(TextKind::kStrong); }
inline int FailureHeight(const Theme& theme) { return theme.LineHeight(TextKind::kSecondary) + 4; }
inline int EventHeight(const Theme& theme) { return theme.LineHeight(TextKind::kSecondary) + 6; }

// What is left for text in a timeline so wide.
inline int TextWidth(const Theme& theme, int width) {
  return std::max(80, std::min(theme.Scaled(kTextColumn), width - kTextLeft - kRightMargin - kStateRoom));
}

}  // namespace timeline
}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_TIMELINE_TIMELINE_METRICS_H_
