#include "client-qt/ui/theme/fonts.h"

namespace conclave::desktop {

QStringList SansFamilies() { return {QStringLiteral("Inter"), QStringLiteral("sans-serif")}; }

QStringList MonoFamilies() { return {QStringLiteral("JetBrains Mono"), QStringLiteral("monospace")}; }

QString EmojiFamily() { return QStringLiteral("Noto Color Emoji"); }

}  // namespace conclave::desktop
