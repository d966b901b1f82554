#ifndef CONCLAVE_CLIENT_QT_UI_THEME_THEME_H_
#define CONCLAVE_CLIENT_QT_UI_THEME_THEME_H_

#include <QColor>
#include <QFont>
#include <QObject>
#include <QPalette>

#include "client-qt/ui/theme/tokens.h"
#include "server/core/ids.h"

namespace conclave::desktop {

enum class ThemeChoice { kSystem, kLight, kDark };

// What a piece of text is; decides its size and weight.
enum class TextKind { kTitle, kBody, kStrong, kSecondary, kCaption, kSection, kBadge, kCode };

// The look in use: colours, fonts and the text size, which all widgets are given and ask when they paint. Lives on the
// GUI's thread; owned by app/, above every widget.
class Theme : public QObject {
  Q_OBJECT

 public:
  static constexpr int kSmallestPercent = 85;
  static constexpr int kLargestPercent = 150;

  explicit Theme(QObject* parent = nullptr);

  [[nodiscard]] const Tokens& tokens() const { return dark_ ? DarkTokens() : LightTokens(); }
  [[nodiscard]] ThemeChoice choice() const { return choice_; }
  [[nodiscard]] int text_percent() const { return text_percent_; }

  void SetChoice(ThemeChoice choice);
  // What the system prefers; matters while the choice is kSystem.
  void SetSystemDark(bool dark);
  // Held within 85 to 150.
  void SetTextPercent(int percent);

  [[nodiscard]] QFont Font(TextKind kind) const;
  // Distance of base lines, in pixels.
  [[nodiscard]] int LineHeight(TextKind kind) const;
  // A length that goes with the text size, such as a row's height.
  [[nodiscard]] int Scaled(int pixels) const;
  [[nodiscard]] QPalette Palette() const;

  [[nodiscard]] QColor NameColour(UserId user) const;
  [[nodiscard]] QColor AvatarColour(UserId user) const;

 Q_SIGNALS:
  // Colours or sizes are others now: lay out and paint anew.
  void Changed();

 private:
  void Update();

  ThemeChoice choice_ = ThemeChoice::kSystem;
  bool system_dark_ = false;
  bool dark_ = false;
  int text_percent_ = 100;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_THEME_THEME_H_
