#ifndef CONCLAVE_CLIENT_QT_APP_DEMO_SHOT_H_
#define CONCLAVE_CLIENT_QT_APP_DEMO_SHOT_H_

#include <QSize>
#include <string>

#include "client-qt/ui/theme/theme.h"

namespace conclave::desktop {

struct DemoRequest {
  // A scene's name; "list" prints all names, "all" draws all scenes.
  std::string scene;
  // A PNG file, or a directory for "all"; empty: the scene is shown in a window.
  std::string shot;
  QSize size;
  ThemeChoice theme = ThemeChoice::kSystem;
  double scale = 1;
};

// Shows or draws scenes; returns the status to end with. The only one to make an application.
int RunDemo(int argc, char** argv, const DemoRequest& request);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_APP_DEMO_SHOT_H_
