#ifndef CONCLAVE_CLIENT_QT_APP_DEMO_SCENES_H_
#define CONCLAVE_CLIENT_QT_APP_DEMO_SCENES_H_

#include <QWidget>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "client-qt/app/demo/demo_clock.h"
#include "client-qt/app/demo/demo_session.h"

namespace conclave::desktop {

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

// A scene that is shown, with the session and the clock it has. Lives on the GUI's thread.
class ShownScene {
 public:
  // Gives the theme the scene's text size; it outlives this.
  ShownScene(const Scene& scene, Theme& theme, const QSize& size);

  [[nodiscard]] QWidget& window() { return *window_; }

 private:
  const DemoClock clock_;
  DemoSession session_;
  std::unique_ptr<QWidget> window_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_APP_DEMO_SCENES_H_
