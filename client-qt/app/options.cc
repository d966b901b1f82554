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
  app.add_option("--identity", options.identity, "The folder of your identity.");
  app.add_option("--profile", options.profile, "The folder for what this window keeps; one window uses it at a time.");
  app.add_option("--server", options.server, "HOST:PORT, in place of the one your identity names.");
  app.add_flag("--try-display", options.try_display, "End at once: 0 when windows can be shown, else not 0.");
  app.add_option("--test-socket", options.test_socket, "Let a test use the window through this local socket.");
  app.add_option("--demo", options.demo, "Show a scene without a network; 'list' names them, 'all' draws them all.");
  app.add_option("--shot", options.shot,
                 "Save the picture to this PNG file: of a scene, and end ('all': into this directory); of a "
                 "conversation, once it stands.");
  app.add_option("--size", size, "Window size, such as 1280x800.");
  app.add_option("--scale", options.scale, "Pixels per unit of the picture, such as 1.5.")->check(CLI::Range(0.5, 4.0));
  const std::map<std::string, ThemeChoice> themes{
      {"system", ThemeChoice::kSystem}, {"light", ThemeChoice::kLight}, {"dark", ThemeChoice::kDark}};
  std::string theme;
  app.add_option("--theme", theme, "light, dark or system.")->check(CLI::IsMember(themes));
  try {
    app.parse(argc, argv);
    if (!size.empty()) {
      const std::optional<QSize> read = ReadSize(size);
      if (!read) throw CLI::ValidationError("--size", "takes WIDTHxHEIGHT, such as 1280x800");
      options.size = *read;
    }
    if (!theme.empty()) options.theme = themes.at(theme);
  } catch (const CLI::ParseError& error) {
    return {.status = app.exit(error)};
  }
  return {.options = options};
}

}  // namespace conclave::desktop
