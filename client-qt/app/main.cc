// conclave: the desktop window.

#include "client-qt/app/demo/shot.h"
#include "client-qt/app/live.h"
#include "client-qt/app/options.h"

int main(int argc, char** argv) {
  using conclave::desktop::Options;
  using conclave::desktop::Parsed;
  using conclave::desktop::ThemeChoice;
  const Parsed parsed = conclave::desktop::ParseOptions(argc, argv);
  if (!parsed.options) return parsed.status;
  const Options& options = *parsed.options;
  if (!options.demo.empty()) {
    return conclave::desktop::RunDemo(argc, argv,
                                      {.scene = options.demo,
                                       .shot = options.shot,
                                       .size = options.size.value_or(QSize(1280, 800)),
                                       .theme = options.theme.value_or(ThemeChoice::kSystem),
                                       .scale = options.scale});
  }
  return conclave::desktop::RunLive(argc, argv, options);
}
