#include "client-qt/ui/theme/theme.h"

#include <algorithm>

#include "client-qt/ui/theme/fonts.h"

namespace conclave::desktop {
namespace {

struct TextSpec {
  int pixels;
  int line;
  QFont::Weight weight;
};

TextSpec SpecOf(TextKind kind) {
  switch (kind) {
    case TextKind::kTitle:
      return {17, 24, QFont::DemiBold};
    case TextKind::kBody:
      return {15, 22, QFont::Normal};
    case TextKind::kStrong:
      return {15, 22, QFont::DemiBold};
    case TextKind::kSecondary:
      return {13, 18, QFont::Normal};
    case TextKind::kCaption:
      return {12, 16, QFont::Normal};
    case TextKind::kSection:
    case TextKind::kBadge:
      return {12, 16, QFont::DemiBold};
    case TextKind::kCode:
      return {13, 20, QFont::Normal};
  }
  return {15, 22, QFont::Normal};
}

// Users are numbered in order: neighbours get colours far apart, ten in a row ten different ones.
std::size_t ColourOf(UserId user) { return user.value() * std::size_t{7} % kAuthorColours; }

}  // namespace

Theme::Theme(QObject* parent) : QObject(parent) {}

void Theme::SetChoice(ThemeChoice choice) {
  choice_ = choice;
  Update();
}

void Theme::SetSystemDark(bool dark) {
  system_dark_ = dark;
  Update();
}

void Theme::SetTextPercent(int percent) {
  const int held = std::clamp(percent, kSmallestPercent, kLargestPercent);
  if (held == text_percent_) return;
  text_percent_ = held;
  Q_EMIT Changed();
}

void Theme::Update() {
  const bool dark = choice_ == ThemeChoice::kDark || (choice_ == ThemeChoice::kSystem && system_dark_);
  if (dark == dark_) return;
  dark_ = dark;
  Q_EMIT Changed();
}

QFont Theme::Font(TextKind kind) const {
  const TextSpec spec = SpecOf(kind);
  QFont font(kind == TextKind::kCode ? MonoFamilies() : SansFamilies());
  font.setPixelSize(Scaled(spec.pixels));
  font.setWeight(spec.weight);
  font.setHintingPreference(QFont::PreferNoHinting);
  return font;
}

int Theme::LineHeight(TextKind kind) const { return Scaled(SpecOf(kind).line); }

int Theme::Scaled(int pixels) const { return (pixels * text_percent_ + 50) / 100; }

QPalette Theme::Palette() const {
  const Tokens& t = tokens();
  QPalette palette(t.bg);
  palette.setColor(QPalette::Window, t.bg);
  palette.setColor(QPalette::Base, t.field_bg);
  palette.setColor(QPalette::AlternateBase, t.side);
  palette.setColor(QPalette::Button, t.side);
  for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    palette.setColor(role, t.text);
    palette.setColor(QPalette::Disabled, role, t.text3);
  }
  palette.setColor(QPalette::PlaceholderText, t.text3);
  palette.setColor(QPalette::Highlight, t.text_selection);
  palette.setColor(QPalette::HighlightedText, t.text);
  palette.setColor(QPalette::Link, t.link);
  palette.setColor(QPalette::LinkVisited, t.link);
  palette.setColor(QPalette::ToolTipBase, t.popup);
  palette.setColor(QPalette::ToolTipText, t.text);
  palette.setColor(QPalette::Mid, t.border);
  palette.setColor(QPalette::Dark, t.control);
  return palette;
}

QColor Theme::NameColour(UserId user) const { return tokens().names[ColourOf(user)]; }

QColor Theme::AvatarColour(UserId user) const { return tokens().avatars[ColourOf(user)]; }

}  // namespace conclave::desktop
