#ifndef CONCLAVE_CLIENT_QT_APP_DEMO_SCENES_H_
#define CONCLAVE_CLIENT_QT_APP_DEMO_SCENES_H_

#include <QWidget>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "server/core/clock.h"

namespace conclave::desktop {

class DemoSession;
class MainWindow;
class Theme;

// A fixed situation of the window, to be looked at. A value.
struct Scene {
  const char* name = "";
  // Fills the session; null: there is no identity yet, so nobody whose session it could be.
  std::function<void(DemoSession&)> fill;
  // What the person has done, once the window is shown.
  std::function<void(QWidget&)> arrange;
  int text_percent = 100;
};

const std::vector<Scene>& Scenes();
// Null when there is none of that name.
const Scene* FindScene(std::string_view name);
std::unique_ptr<QWidget> OpenScene(const Scene& scene, DemoSession& session, Theme& theme, const Clock& clock);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_APP_DEMO_SCENES_H_
