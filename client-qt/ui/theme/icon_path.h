#ifndef CONCLAVE_CLIENT_QT_UI_THEME_ICON_PATH_H_
#define CONCLAVE_CLIENT_QT_UI_THEME_ICON_PATH_H_

#include <QPainterPath>
#include <string_view>

namespace conclave::desktop {

// Reads a drawing of letters and numbers, parted by spaces; all coordinates are absolute:
//   M x y         move            L x y          line            Z   close
//   C 6 numbers   cubic curve     Q 4 numbers    quadratic curve
//   O cx cy r     circle          R x y w h r    rectangle with round corners
//   A cx cy r from sweep          arc; degrees, counter-clockwise from three o'clock
// Nothing is drawn from the first thing on that is not of this form.
QPainterPath ReadIconPath(std::string_view drawing);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_THEME_ICON_PATH_H_
