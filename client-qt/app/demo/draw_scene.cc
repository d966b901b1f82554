#include "client-qt/app/demo/draw_scene.h"

#include <QApplication>

#include "client-qt/ui/theme/theme.h"

namespace conclave::desktop {
namespace {

// Layouts, sheets and focus settle in some rounds of events.
constexpr int kRounds = 20;

}  // namespace

QImage DrawScene(const Scene& scene, Theme& theme, const QSize& size) {
  QApplication::setCursorFlashTime(0);
  ShownScene shown(scene, theme, size);
  for (int round = 0; round < kRounds; ++round) QCoreApplication::processEvents();
  const double ratio = shown.window().devicePixelRatioF();
  QImage image((QSizeF(size) * ratio).toSize(), QImage::Format_RGB32);
  image.setDevicePixelRatio(ratio);
  shown.window().render(&image);
  return image;
}

}  // namespace conclave::desktop
