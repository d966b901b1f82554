#include "client-qt/ui/theme/tokens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client-qt/ui/theme/theme.h"

namespace conclave::desktop {
namespace {

constexpr double kText = 4.5;
constexpr double kControl = 3.0;

using Colour = QColor Tokens::*;

struct Pair {
  const char* name;
  Colour ink;
  Colour ground;
  double least;
};

const Pair kPairs[] = {
    {"text on bg", &Tokens::text, &Tokens::bg, kText},
    {"text on side", &Tokens::text, &Tokens::side, kText},
    {"text on hover", &Tokens::text, &Tokens::hover, kText},
    {"text on selected", &Tokens::text, &Tokens::selected, kText},
    {"text on popup", &Tokens::text, &Tokens::popup, kText},
    {"text on code", &Tokens::text, &Tokens::code_bg, kText},
    {"selected text", &Tokens::text, &Tokens::text_selection, kText},
    {"selected link", &Tokens::link, &Tokens::text_selection, 3.6},
    {"text2 on bg", &Tokens::text2, &Tokens::bg, kText},
    {"text2 on side", &Tokens::text2, &Tokens::side, kText},
    {"text2 on hover", &Tokens::text2, &Tokens::hover, kText},
    {"text2 on selected", &Tokens::text2, &Tokens::selected, kText},
    {"text2 on popup", &Tokens::text2, &Tokens::popup, kText},
    {"text3 on bg", &Tokens::text3, &Tokens::bg, kText},
    {"text3 on side", &Tokens::text3, &Tokens::side, kText},
    {"text3 on hover", &Tokens::text3, &Tokens::hover, kText},
    {"text3 on popup", &Tokens::text3, &Tokens::popup, kText},
    {"accent text on bg", &Tokens::accent_text, &Tokens::bg, kText},
    {"accent text on hover", &Tokens::accent_text, &Tokens::hover, kText},
    {"accent text on selected", &Tokens::accent_text, &Tokens::selected, kText},
    {"link on bg", &Tokens::link, &Tokens::bg, kText},
    {"link on hover", &Tokens::link, &Tokens::hover, kText},
    {"danger on bg", &Tokens::danger, &Tokens::bg, kText},
    {"danger on hover", &Tokens::danger, &Tokens::hover, kText},
    {"danger on popup", &Tokens::danger, &Tokens::popup, kText},
    {"warning on bg", &Tokens::warning, &Tokens::bg, kText},
    {"ok on bg", &Tokens::ok, &Tokens::bg, kText},
    {"banner", &Tokens::banner_text, &Tokens::banner_bg, kText},
    {"on accent", &Tokens::on_accent, &Tokens::accent, kText},
    {"on danger", &Tokens::on_danger, &Tokens::danger_fill, kText},
    {"keycap", &Tokens::on_accent, &Tokens::keycap, kText},
    {"control on bg", &Tokens::control, &Tokens::bg, kControl},
    {"control on side", &Tokens::control, &Tokens::side, kControl},
    {"control on popup", &Tokens::control, &Tokens::popup, kControl},
    {"focus on bg", &Tokens::accent_text, &Tokens::bg, kControl},
    {"focus on side", &Tokens::accent_text, &Tokens::side, kControl},
    {"focus on rail", &Tokens::accent_text, &Tokens::rail, kControl},
    {"focus on popup", &Tokens::accent_text, &Tokens::popup, kControl},
    {"accent on bg", &Tokens::accent, &Tokens::bg, kControl},
    {"dot on rail", &Tokens::ok, &Tokens::rail, kControl},
};

class TokensTest : public testing::TestWithParam<const Tokens*> {};

TEST_P(TokensTest, EveryPairCanBeRead) {
  for (const Pair& pair : kPairs) {
    EXPECT_GE(Contrast(GetParam()->*pair.ink, GetParam()->*pair.ground), pair.least) << pair.name;
  }
}

TEST_P(TokensTest, EveryAuthorCanBeReadAndHasInitials) {
  for (std::size_t i = 0; i < kAuthorColours; ++i) {
    EXPECT_GE(Contrast(GetParam()->names[i], GetParam()->bg), GetParam()->dark ? 7.8 : 5.3) << i;
    EXPECT_GE(Contrast(GetParam()->names[i], GetParam()->hover), kText) << i;
    EXPECT_GE(Contrast(GetParam()->on_accent, GetParam()->avatars[i]), kText) << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Themes, TokensTest, testing::Values(&LightTokens(), &DarkTokens()),
                         [](const auto& scene) { return scene.param->dark ? "Dark" : "Light"; });

TEST(ContrastTest, IsThatOfTheStandard) {
  EXPECT_NEAR(Contrast(Qt::black, Qt::white), 21, 0.01);
  EXPECT_NEAR(Contrast(QColor(0x77, 0x77, 0x77), Qt::white), 4.48, 0.01);
  EXPECT_DOUBLE_EQ(Contrast(Qt::red, Qt::red), 1);
}

TEST(ThemeTest, FollowsTheSystemUntilOneIsChosen) {
  Theme theme;
  int changes = 0;
  QObject::connect(&theme, &Theme::Changed, [&] { ++changes; });
  theme.SetSystemDark(true);
  EXPECT_TRUE(theme.tokens().dark);
  theme.SetChoice(ThemeChoice::kLight);
  EXPECT_FALSE(theme.tokens().dark);
  theme.SetSystemDark(false);
  theme.SetSystemDark(true);
  EXPECT_FALSE(theme.tokens().dark);
  EXPECT_EQ(changes, 2);
}

TEST(ThemeTest, TextGrowsAndShrinksWithinItsBounds) {
  Theme theme;
  EXPECT_EQ(theme.Font(TextKind::kBody).pixelSize(), 15);
  theme.SetTextPercent(1000);
  EXPECT_EQ(theme.text_percent(), Theme::kLargestPercent);
  EXPECT_EQ(theme.LineHeight(TextKind::kBody), 33);
  theme.SetTextPercent(1);
  EXPECT_EQ(theme.text_percent(), Theme::kSmallestPercent);
}

TEST(ThemeTest, TenNeighboursHaveTenColours) {
  const Theme theme;
  std::set<QRgb> colours;
  for (std::uint32_t user = 41; user < 51; ++user) colours.insert(theme.AvatarColour(UserId(user)).rgb());
  EXPECT_EQ(colours.size(), kAuthorColours);
}

}  // namespace
}  // namespace conclave::desktop
