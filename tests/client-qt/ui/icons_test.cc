#include "client-qt/ui/theme/icons.h"

#include <gtest/gtest.h>

#include <QImage>
#include <QPainter>

#include "client-qt/ui/theme/icon_path.h"
#include "client-qt/ui/theme/theme.h"

namespace conclave::desktop {
namespace {

constexpr int kIcons = static_cast<int>(Icon::kChevronDown) + 1;

QImage Drawn(Icon icon) {
  QImage image(48, 48, QImage::Format_ARGB32);
  image.fill(Qt::white);
  QPainter painter(&image);
  PaintIcon(painter, icon, image.rect(), Qt::black);
  return image;
}

int DarkPixels(const QImage& image, const QRect& part) {
  int count = 0;
  for (int y = part.top(); y <= part.bottom(); ++y) {
    for (int x = part.left(); x <= part.right(); ++x) count += qGray(image.pixel(x, y)) < 128;
  }
  return count;
}

TEST(IconsTest, EachIsDrawnAsAnOutlineWithinItsSquare) {
  for (int i = 0; i < kIcons; ++i) {
    const QImage image = Drawn(static_cast<Icon>(i));
    const int dark = DarkPixels(image, image.rect());
    EXPECT_GT(dark, 20) << i;
    EXPECT_LT(dark, 48 * 48 / 2) << i;
    EXPECT_EQ(DarkPixels(image, image.rect()), DarkPixels(image, image.rect().adjusted(1, 1, -1, -1))) << i;
  }
}

TEST(IconsTest, ADrawingThatIsNoneIsEmpty) {
  EXPECT_TRUE(ReadIconPath("M 1 2 L 3").isEmpty());
  EXPECT_TRUE(ReadIconPath("W 1 2").isEmpty());
  EXPECT_FALSE(ReadIconPath("M 1 2 L 3 4").isEmpty());
}

TEST(IconsTest, AThemedIconFollowsTheTheme) {
  Theme theme;
  const QIcon icon = ThemedIcon(theme, Icon::kMore);
  theme.SetChoice(ThemeChoice::kLight);
  const QImage light = icon.pixmap(24, 24).toImage();
  theme.SetChoice(ThemeChoice::kDark);
  EXPECT_NE(icon.pixmap(24, 24).toImage(), light);
}

}  // namespace
}  // namespace conclave::desktop
