#ifndef CONCLAVE_TESTS_CLIENT_QT_UI_SCENE_PARAMETERS_H_
#define CONCLAVE_TESTS_CLIENT_QT_UI_SCENE_PARAMETERS_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "client-qt/app/demo/scenes.h"

namespace conclave::desktop {

// Tests that look at every scene have its name in theirs.
inline void PrintTo(const Scene* scene, std::ostream* out) { *out << scene->name; }

inline std::vector<const Scene*> AllScenes() {
  std::vector<const Scene*> scenes;
  for (const Scene& scene : Scenes()) scenes.push_back(&scene);
  return scenes;
}

inline std::string SceneName(const ::testing::TestParamInfo<const Scene*>& scene) {
  std::string name = scene.param->name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

}  // namespace conclave::desktop

#endif  // CONCLAVE_TESTS_CLIENT_QT_UI_SCENE_PARAMETERS_H_
