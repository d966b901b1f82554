#include "client-qt/app/live.h"

#include <QApplication>
#include <cstdio>
#include <optional>
#include <utility>

#include "client-qt/app/live_window.h"
#include "client-qt/app/options.h"
#include "client-qt/app/profile.h"
#include "client-qt/app/stop_signals.h"
#include "client-qt/app/tray.h"
#include "client-qt/ui/dialogs/settings_sheet.h"
#include "client-qt/ui/shell/welcome_page.h"
#include "client-qt/ui/theme/style.h"
#include "client-qt/ui/theme/system_appearance.h"
#include "client-qt/ui/theme/theme.h"
#include "client/identity.h"
#include "server/core/clock.h"

namespace conclave::desktop {
namespace {

// As in sysexits.h.
constexpr int kUnavailable = 69;
constexpr int kCannotCreate = 73;

int Fail(int status, const QString& sentence) {
  std::fprintf(stderr, "conclave: %s\n", qPrintable(sentence));
  return status;
}

std::filesystem::path IdentityDirectory(const Options& options) {
  if (!options.identity.empty()) return options.identity;
  if (!options.profile.empty()) return std::filesystem::path(options.profile) / "identity";
  return UsualProfileDirectory(QStringLiteral("default")) / "identity";
}

std::filesystem::path ProfileDirectory(const Options& options, const client::Identity& identity) {
  if (!options.profile.empty()) return options.profile;
  if (options.identity.empty()) return UsualProfileDirectory(QStringLiteral("default"));
  // One for each person on each server.
  const QString name = QStringLiteral("%1-%2@%3")
                           .arg(QString::fromStdString(identity.user), QString::fromStdString(identity.device),
                                QString::fromStdString(identity.trust_domain));
  return UsualProfileDirectory(name);
}

int ShowWelcome(const Theme& theme, const absl::Status& status) {
  WelcomePage page(theme);
  if (!absl::IsNotFound(status)) {
    page.SetTexts(QApplication::translate("conclave::desktop::WelcomePage", "Your identity cannot be used"),
                  QString::fromStdString(std::string(status.message())));
  }
  Fail(kUnavailable, QString::fromStdString(std::string(status.message())));
  page.resize(1280, 800);
  page.show();
  return QApplication::exec() == 0 ? kUnavailable : 1;
}

int RunWindow(const client::Identity& identity, Theme& theme, const Options& options) {
  Profile profile(ProfileDirectory(options, identity));
  switch (profile.Take()) {
    case Profile::Hold::kHeld:
      break;
    case Profile::Hold::kShownElsewhere:
      return 0;
    case Profile::Hold::kFailed:
      return Fail(kCannotCreate, profile.failure());
  }
  RestoreLook(profile.settings(), theme);
  LiveWindow window(profile, identity, theme, options);
  if (options.theme) theme.SetChoice(*options.theme);
  if (!window.Open()) return Fail(kUnavailable, QStringLiteral("the test socket cannot be opened."));
  return QApplication::exec();
}

}  // namespace

int RunLive(int argc, char** argv, const Options& options) {
  // Above the application, whose style asks it to the end.
  Theme theme;
  QApplication app(argc, argv);
  if (options.try_display) return 0;
  QApplication::setApplicationName(QStringLiteral("conclave"));
  QApplication::setDesktopFileName(QStringLiteral("conclave"));
  StopSignals signals_of_system;
  QObject::connect(&signals_of_system, &StopSignals::Stopped, &app, &QApplication::quit);

  const SystemAppearance system;
  theme.SetSystemDark(system.dark());
  InstallTheme(theme);
  QObject::connect(&system, &SystemAppearance::Changed, &theme, &Theme::SetSystemDark);
  QApplication::setWindowIcon(ProgramPicture(theme, 64, 0));

  absl::StatusOr<client::Identity> identity = client::LoadIdentity(IdentityDirectory(options), SystemClock().NowUs());
  if (!identity.ok()) return ShowWelcome(theme, identity.status());
  if (!options.server.empty()) identity->server = options.server;
  return RunWindow(*identity, theme, options);
}

}  // namespace conclave::desktop
