#ifndef CONCLAVE_CLIENT_QT_UI_THEME_ICONS_H_
#define CONCLAVE_CLIENT_QT_UI_THEME_ICONS_H_

#include <QColor>
#include <QIcon>
#include <QRectF>

class QPainter;

namespace conclave::desktop {

class Theme;

enum class Icon {
  kHash,
  kLock,
  kHome,
  kPlus,
  kSearch,
  kPeople,
  kPerson,
  kPersonPlus,
  kMore,
  kSettings,
  kPencil,
  kSend,
  kSmile,
  kBold,
  kItalic,
  kCode,
  kArrowDown,
  kClock,
  kTick,
  kAlert,
  kRetry,
  kTrash,
  kCopy,
  kLink,
  kClose,
  kOffline,
  kLeave,
  kCompass,
  kMessage,
  kKey,
  kKeyboard,
  kChevronDown,
};

// Draws an outline icon, which is 24 units wide with a stroke of 2, into the square.
void PaintIcon(QPainter& painter, Icon icon, const QRectF& square, const QColor& colour);

// An icon for buttons, which follows the theme: text2, text3 when disabled, `text` under the pointer.
QIcon ThemedIcon(const Theme& theme, Icon icon);
// The same in the colour that is written on the accent.
QIcon OnAccentIcon(const Theme& theme, Icon icon);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_THEME_ICONS_H_
