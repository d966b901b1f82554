#ifndef CONCLAVE_CLIENT_QT_APP_OPTIONS_H_
#define CONCLAVE_CLIENT_QT_APP_OPTIONS_H_

#include <QSize>
#include <optional>
#include <string>

#include "client-qt/ui/theme/theme.h"

namespace conclave::desktop {

// What the command line asks for. A value.
struct Options {
  // Where the identity is; empty: in the usual profile.
  std::string identity;
  // Everything else of this person on this server; empty: the usual place.
  std::string profile;
  // "HOST:PORT" in place of the one the identity names.
  std::string server;
  // Only find out whether windows can be shown.
  bool try_display = false;
  // Where a test connects (RemoteControl); empty: nowhere.
  std::string test_socket;
  // A scene to show instead of a conversation, or "list"; empty: none.
  std::string demo;
  // Where to save the picture: of the scene, instead of showing it; of a conversation, once it stands. Empty: nowhere.
  std::string shot;
  std::optional<QSize> size;
  std::optional<ThemeChoice> theme;
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
