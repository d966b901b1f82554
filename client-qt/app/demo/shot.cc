#include "client-qt/app/demo/shot.h"

#include <QApplication>
#include <cstdio>

#include "client-qt/app/demo/contact_sheet.h"
#include "client-qt/app/demo/draw_scene.h"
#include "client-qt/ui/theme/style.h"
#include "client-qt/ui/theme/system_appearance.h"

namespace conclave::desktop {
namespace {

constexpr int kUsage = 64;
constexpr int kCannotWrite = 74;

int ListScenes() {
  for (const Scene& scene : Scenes()) std::puts(scene.name);
  return 0;
}

int ShowScene(const Scene& scene, Theme& theme, const QSize& size) {
  const SystemAppearance system;
  theme.SetSystemDark(system.dark());
  QObject::connect(&system, &SystemAppearance::Changed, &theme, &Theme::SetSystemDark);
  const ShownScene shown(scene, theme, size);
  return QApplication::exec();
}

}  // namespace

int RunDemo(int argc, char** argv, const DemoRequest& request) {
  if (request.scene == "list") return ListScenes();
  const bool all = request.scene == "all";
  const Scene* scene = FindScene(request.scene);
  if ((scene == nullptr && !all) || (all && request.shot.empty())) {
    std::fprintf(stderr, "conclave: --demo takes a scene that --demo list names, or 'all' with --shot DIRECTORY.\n");
    return kUsage;
  }
  // Without a display, and the same with one.
  if (!request.shot.empty()) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_SCALE_FACTOR", QByteArray::number(request.scale));
  }
  Theme theme;
  const QApplication application(argc, argv);
  theme.SetChoice(request.theme);
  InstallTheme(theme);
  const QString path = QString::fromStdString(request.shot);
  if (path.isEmpty()) return ShowScene(*scene, theme, request.size);
  const bool written = all ? MakeContactSheet(theme, path) : DrawScene(*scene, theme, request.size).save(path, "PNG");
  if (written) return 0;
  std::fprintf(stderr, "conclave: cannot write %s\n", request.shot.c_str());
  return kCannotWrite;
}

}  // namespace conclave::desktop
