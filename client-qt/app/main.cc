// conclave: the desktop window.
#include <QApplication>
#include <cstdio>

#include "client-qt/app/demo/shot.h"
#include "client-qt/app/options.h"

int main(int argc, char** argv) {
  using conclave::desktop::Options;
  using conclave::desktop::Parsed;
  const Parsed parsed = conclave::desktop::ParseOptions(argc, argv);
  if (!parsed.options) return parsed.status;
  const Options& options = *parsed.options;
  if (!options.demo.empty()) {
    return conclave::desktop::RunDemo(argc, argv,
                                      {.scene = options.demo,
                                       .shot = options.shot,
                                       .size = options.size,
                                       .theme = options.theme,
                                       .scale = options.scale});
  }
  std::fputs("conclave: --demo SCENE is all there is so far.\n", stderr);
  return 64;
}
