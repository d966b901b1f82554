#include "client-qt/app/demo/shot.h"

#include <QApplication>
#include <QDesktopServices>
#include <QImage>
#include <QTimeZone>
#include <cstdio>

#include "client-qt/app/demo/demo_clock.h"
#include "client-qt/app/demo/demo_session.h"
#include "client-qt/app/demo/scenes.h"
#include "client-qt/ui/shell/main_window.h"
#include "client-qt/ui/theme/style.h"
#include "client-qt/ui/theme/system_appearance.h"

namespace conclave::desktop {
namespace {

// Layouts, popups and focus settle in some rounds of events.
constexpr int kRounds = 20;

int ListScenes() {
  for (const Scene& scene : Scenes()) std::puts(scene.name);
  return 0;
}

bool Save(QWidget& window, const DemoRequest& request) {
  for (int round = 0; round < kRounds; ++round) QCoreApplication::processEvents();
  QImage image((QSizeF(window.size()) * request.scale).toSize(), QImage::Format_RGB32);
  image.setDevicePixelRatio(request.scale);
  window.render(&image);
  return image.save(QString::fromStdString(request.shot), "PNG");
}

}  // namespace

int RunDemo(int argc, char** argv, const DemoRequest& request) {
  if (request.scene == "list") return ListScenes();
  const Scene* scene = FindScene(request.scene);
  if (scene == nullptr) {
    std::fprintf(stderr, "conclave: there is no scene '%s'; --demo list names them.\n", request.scene.c_str());
    return 64;
  }
  if (!request.shot.empty() && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication app(argc, argv);
  Theme theme;
  const SystemAppearance system;
  theme.SetSystemDark(system.dark());
  theme.SetChoice(request.theme);
  theme.SetTextPercent(scene->text_percent);
  InstallTheme(theme);
  QObject::connect(&system, &SystemAppearance::Changed, &theme, &Theme::SetSystemDark);

  const DemoClock clock;
  DemoSession session(QStringLiteral("Maya Rossi"));
  const std::unique_ptr<QWidget> window = OpenScene(*scene, session, theme, clock);
  window->resize(request.size);
  window->show();
  if (request.shot.empty()) return QApplication::exec();
  QApplication::setCursorFlashTime(0);
  scene->arrange(*window);
  if (Save(*window, request)) return 0;
  std::fprintf(stderr, "conclave: cannot write %s\n", request.shot.c_str());
  return 74;
}

}  // namespace conclave::desktop
