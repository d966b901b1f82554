#include "client-qt/ui/theme/tokens.h"

#include <algorithm>
#include <cmath>

namespace conclave::desktop {
namespace {

QColor Rgb(QRgb value) { return QColor::fromRgb(value); }

const std::array<QColor, kAuthorColours>& Deep() {
  static const std::array<QColor, kAuthorColours> colours{Rgb(0xB4232F), Rgb(0xB34700), Rgb(0x8A5A00), Rgb(0x3F6B00),
                                                          Rgb(0x067A57), Rgb(0x00738A), Rgb(0x2F5BD8), Rgb(0x5B4AD1),
                                                          Rgb(0x8B3FC0), Rgb(0xB0307F)};
  return colours;
}

double Linear(double channel) {
  return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double Luminance(const QColor& colour) {
  return 0.2126 * Linear(colour.redF()) + 0.7152 * Linear(colour.greenF()) + 0.0722 * Linear(colour.blueF());
}

}  // namespace

const Tokens& LightTokens() {
  static const Tokens tokens{
      .dark = false,
      .bg = Rgb(0xFFFFFF),
      .side = Rgb(0xF5F6F8),
      .rail = Rgb(0xECEEF2),
      .hover = Rgb(0xF3F4F7),
      .selected = Rgb(0xE4E8FF),
      .code_bg = Rgb(0xF3F4F7),
      .field_bg = Rgb(0xFFFFFF),
      .popup = Rgb(0xFFFFFF),
      .banner_bg = Rgb(0xFFF1D6),
      .text_selection = Rgb(0xCBD3FF),
      .text = Rgb(0x1A1C23),
      .text2 = Rgb(0x5B6270),
      .text3 = Rgb(0x646B78),
      .accent_text = Rgb(0x4338CA),
      .link = Rgb(0x2F5BD8),
      .danger = Rgb(0xC81E2B),
      .warning = Rgb(0x9A5B00),
      .ok = Rgb(0x067A57),
      .banner_text = Rgb(0x5C3A00),
      .accent = Rgb(0x4F46E5),
      .on_accent = Rgb(0xFFFFFF),
      .danger_fill = Rgb(0xC81E2B),
      .on_danger = Rgb(0xFFFFFF),
      .keycap = Rgb(0x3E6FA8),
      .border = Rgb(0xE3E6EB),
      .control = Rgb(0x858D9A),
      .shadow = QColor(16, 18, 24, 46),
      .names = Deep(),
      .avatars = Deep(),
  };
  return tokens;
}

const Tokens& DarkTokens() {
  static const Tokens tokens{
      .dark = true,
      .bg = Rgb(0x16181D),
      .side = Rgb(0x111318),
      .rail = Rgb(0x0C0E12),
      .hover = Rgb(0x1E2128),
      .selected = Rgb(0x2A2F55),
      .code_bg = Rgb(0x1E2128),
      .field_bg = Rgb(0x16181D),
      .popup = Rgb(0x1B1E25),
      .banner_bg = Rgb(0x3A2C10),
      .text_selection = Rgb(0x363D77),
      .text = Rgb(0xECEEF2),
      .text2 = Rgb(0xA3AAB8),
      .text3 = Rgb(0x8D95A3),
      .accent_text = Rgb(0xA5A8FF),
      .link = Rgb(0x8FB0FF),
      .danger = Rgb(0xFF6B6B),
      .warning = Rgb(0xF2B24C),
      .ok = Rgb(0x3DD6A0),
      .banner_text = Rgb(0xFFD89A),
      .accent = Rgb(0x5F5CF0),
      .on_accent = Rgb(0xFFFFFF),
      .danger_fill = Rgb(0xD9363E),
      .on_danger = Rgb(0xFFFFFF),
      .keycap = Rgb(0x3E6FA8),
      .border = Rgb(0x2A2E37),
      .control = Rgb(0x6C7482),
      .shadow = QColor(0, 0, 0, 110),
      .names = {Rgb(0xFF8A8A), Rgb(0xFFA36B), Rgb(0xF2B24C), Rgb(0xA8D05A), Rgb(0x3DD6A0), Rgb(0x4CC9E6), Rgb(0x8FB0FF),
                Rgb(0xB3A6FF), Rgb(0xD79BFF), Rgb(0xFF94CB)},
      .avatars = Deep(),
  };
  return tokens;
}

double Contrast(const QColor& a, const QColor& b) {
  const auto [dark, light] = std::minmax({Luminance(a), Luminance(b)});
  return (light + 0.05) / (dark + 0.05);
}

}  // namespace conclave::desktop
