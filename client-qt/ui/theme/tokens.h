#ifndef CONCLAVE_CLIENT_QT_UI_THEME_TOKENS_H_
#define CONCLAVE_CLIENT_QT_UI_THEME_TOKENS_H_

#include <QColor>
#include <array>

namespace conclave::desktop {

inline constexpr std::size_t kAuthorColours = 10;

// Every colour the window is painted with, by what it is for. A value.
struct Tokens {
  bool dark = false;

  // Grounds.
  QColor bg;
  QColor side;
  QColor rail;
  QColor hover;
  QColor selected;
  QColor code_bg;
  QColor field_bg;
  QColor popup;
  QColor banner_bg;
  QColor text_selection;

  // Text.
  QColor text;
  QColor text2;
  QColor text3;
  QColor accent_text;
  QColor link;
  QColor danger;
  QColor warning;
  QColor ok;
  QColor banner_text;

  // Fills, and what is written on them.
  QColor accent;
  QColor on_accent;
  QColor danger_fill;
  QColor on_danger;
  QColor keycap;

  // Lines: the first only decorates, the second shows where a control is.
  QColor border;
  QColor control;
  QColor shadow;

  // By a hash of the user's number: names, and the grounds of avatars.
  std::array<QColor, kAuthorColours> names;
  std::array<QColor, kAuthorColours> avatars;
};

const Tokens& LightTokens();
const Tokens& DarkTokens();

// WCAG 2.1's contrast ratio, 1 to 21; both opaque.
double Contrast(const QColor& a, const QColor& b);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_THEME_TOKENS_H_
