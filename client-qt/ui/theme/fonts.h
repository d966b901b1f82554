#ifndef CONCLAVE_CLIENT_QT_UI_THEME_FONTS_H_
#define CONCLAVE_CLIENT_QT_UI_THEME_FONTS_H_

#include <QString>
#include <QStringList>

namespace conclave::desktop {

// First the one the window is made for, then what stands in for it.
QStringList SansFamilies();
QStringList MonoFamilies();
// Given to emoji alone, never as a general fallback: it has digits too.
QString EmojiFamily();

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_THEME_FONTS_H_
