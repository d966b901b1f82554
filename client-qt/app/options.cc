#include "client-qt/app/options.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>

namespace conclave::desktop {
namespace {

std::optional<QSize> ReadSize(const std::string& text) {
  int width = 0;
  int height = 0;
  char rest = 0;
  if (std::sscanf(text.c_str(), "%dx%d%c", &width, &height, &rest) != 2) return std::nullopt;
  if (width < 1 || height < 1 || width > 16384 || height > 16384) return std::nullopt;
  return QSize(width, height);
}

}  // namespace

Parsed ParseOptions(int argc, char** argv) {
  Options options;
  std::string size;
  CLI::App app("Conclave, a chat for people and programs on a server of your own.", "conclave");
  app.add_option("--demo", options.demo, "Show a scene without a network; 'list' names them, 'all' draws them all.");
  app.add_option("--shot", options.shot, "Save the picture to this PNG file (for 'all': into this directory) and end.");
  app.add_option("--size", size, "Window size, such as 1280x800.");
  app.add_option("--scale", options.scale, "Pixels per unit of the picture, such as 1.5.")->check(CLI::Range(0.5, 4.0));
  const std::map<std::string, ThemeChoice> themes{
      {"system", ThemeChoice::kSystem}, {"light", ThemeChoice::kLight}, {"dark", ThemeChoice::kDark}};
  app.add_option("--theme", options.theme, "light, dark or system.")->transform(CLI::CheckedTransformer(themes));
  try {
    app.parse(argc, argv);
    if (!size.empty()) {
      const std::optional<QSize> read = ReadSize(size);
      if (!read) throw CLI::ValidationError("--size", "takes WIDTHxHEIGHT, such as 1280x800");
      options.size = *read;
    }
  } catch (const CLI::ParseError& error) {
    return {.status = app.exit(error)};
  }
  return {.options = options};
}

}  // namespace conclave::desktop
