#include "client-qt/app/demo/draw_scene.h"

#include <QApplication>

#include "client-qt/app/demo/demo_clock.h"
#include "client-qt/app/demo/demo_session.h"
#include "client-qt/ui/theme/theme.h"

namespace conclave::desktop {
namespace {

// Layouts, sheets and focus settle in some rounds of events.
constexpr int kRounds = 20;

}  // namespace

QImage DrawScene(const Scene& scene, Theme& theme, const QSize& size) {
  QApplication::setCursorFlashTime(0);
  theme.SetTextPercent(scene.text_percent);
  const DemoClock clock;
  DemoSession session(QStringLiteral("Maya Rossi"));
  const std::unique_ptr<QWidget> window = OpenScene(scene, session, theme, clock);
  window->resize(size);
  window->show();
  scene.arrange(*window);
  for (int round = 0; round < kRounds; ++round) QCoreApplication::processEvents();
  const double ratio = window->devicePixelRatioF();
  QImage image((QSizeF(size) * ratio).toSize(), QImage::Format_RGB32);
  image.setDevicePixelRatio(ratio);
  window->render(&image);
  return image;
}

}  // namespace conclave::desktop
