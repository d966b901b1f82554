#ifndef CONCLAVE_CLIENT_QT_APP_OPTIONS_H_
#define CONCLAVE_CLIENT_QT_APP_OPTIONS_H_

#include <QSize>
#include <optional>
#include <string>

#include "client-qt/ui/theme/theme.h"

namespace conclave::desktop {

// What the command line asks for. A value.
struct Options {
  // A scene to show instead of a conversation, or "list"; empty: none.
  std::string demo;
  // Where to save its picture instead of showing it; empty: show it.
  std::string shot;
  QSize size{1280, 800};
  ThemeChoice theme = ThemeChoice::kSystem;
  double scale = 1;
};

// Either options, or the status to end with: after help, or after saying on standard error what is wrong.
struct Parsed {
  std::optional<Options> options;
  int status = 0;
};
Parsed ParseOptions(int argc, char** argv);

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_APP_OPTIONS_H_
